//! The sample's office move: short, physical, and with a date that does not move.

use super::script::{DAY, Item, Script, group, milestone, work};

/// The move to Harbour Street.
pub(super) fn script() -> Script {
    Script {
        key: "MOVE",
        name: "Move to Harbour Street",
        description: "From Mill Lane to **Harbour Street 12**: 34 people, one workshop, no lost working day.\n\nThe old \
            lease ends with the month after the move; what is not out by then costs 900 € a day.",
        owner: "Lucía Fernández",
        private: false,
        began: 17,
        priority: "normal",
        statuses: &[],
        baseline: None,
        items: vec![prepare(), building(), people(), moving()],
    }
}

fn prepare() -> Item {
    group(
        "Prepare",
        [
            work("Sign the lease", 2 * DAY).id("lease").by(&["Priya Natarajan"]).labels(&["Legal"]).cost(14_400),
            work("Measure every room", DAY)
                .id("measure")
                .by(&["Lucía Fernández"])
                .after("lease")
                .labels(&["Facilities"]),
            work("Floor plan with desks", 3 * DAY)
                .id("plan")
                .by(&["Lucía Fernández", "Mei-Ling Zhou"])
                .after("measure")
                .labels(&["Facilities", "Design"])
                .says("Tomasz Nowak", 300, "Could the developers sit *away* from the phone booths this time? 🙏")
                .answers("Lucía Fernández", 296, "Third floor, north side. Quiet, and the best light."),
            work("Three offers from movers", 4 * DAY)
                .id("offers")
                .by(&["Lucía Fernández"])
                .link("lease", "FS", "1d")
                .checklist("Asked", &[("Hansen & Daughters", true), ("City Movers", true), ("Blue Van", true)])
                .labels(&["Facilities"]),
            work("Book the mover", DAY / 2)
                .id("book")
                .by(&["Lucía Fernández"])
                .after("offers")
                .after("plan")
                .cost(5_200)
                .labels(&["Facilities"]),
        ],
    )
}

fn building() -> Item {
    group(
        "Make it ready",
        [
            group(
                "Network",
                [
                    work("Order the fibre line", DAY)
                        .id("fibre")
                        .by(&["Tomasz Nowak"])
                        .after("lease")
                        .priority("urgent")
                        .text("Lead time is **four to six weeks**: the one thing that can break the date.")
                        .says("Tomasz Nowak", 120, "Confirmed for Thursday in three weeks, between 8 and 12."),
                    work("Cable the floors", 4 * DAY).id("cable").by(&["Tomasz Nowak"]).link("plan", "FS", "3d").cost(6_800),
                    work("Set up access points", 2 * DAY).id("wifi").by(&["Tomasz Nowak"]).after("cable"),
                    work("Test from every desk", DAY).id("network").by(&["Tomasz Nowak", "Yuki Tanaka"]).after("wifi").link("fibre", "FS", "22d"),
                ],
            ),
            group(
                "Workshop",
                [
                    work("Power for the machines", 3 * DAY)
                        .id("power")
                        .by(&["Kwame Mensah"])
                        .link("measure", "FS", "2d")
                        .late()
                        .due(2)
                        .cost(3_900)
                        .labels(&["Facilities", "Blocked"])
                        .says("Kwame Mensah", 52, "The electrician found no three-phase line on the ground floor. He needs the landlord's consent.")
                        .answers("Lucía Fernández", 44, "I called the landlord, answer by Friday."),
                    work("Extraction and noise test", 2 * DAY).id("noise").by(&["Kwame Mensah"]).after("power").labels(&["Facilities"]),
                ],
            ),
            work("Paint the second floor", 4 * DAY).id("paint").by(&["Lucía Fernández"]).link("plan", "FS", "1w").cost(2_700).labels(&["Facilities"]),
            work("Furniture: order and build", 15 * DAY)
                .id("furniture")
                .by(&["Lucía Fernández"])
                .after("plan")
                .cost(22_000)
                .labels(&["Facilities"])
                .checklist("Still open", &[("34 desks", true), ("Meeting table in oak", false), ("Phone booths", false), ("Coat stands", false)]),
            milestone("Harbour Street is ready").id("ready").after("network").after("noise").after("paint").after("furniture"),
        ],
    )
}

fn people() -> Item {
    group(
        "Everybody knows",
        [
            work("Tell everybody, with a map", DAY / 2)
                .id("tell")
                .by(&["Lucía Fernández", "Noah Okafor"])
                .after("plan")
                .labels(&["Content"]),
            work("Change the address everywhere", 3 * DAY)
                .id("address")
                .by(&["Noah Okafor"])
                .link("tell", "FS", "2w")
                .checklist(
                    "Where it stands",
                    &[
                        ("Company register", false),
                        ("Banks and insurance", false),
                        ("Website and imprint", false),
                        ("Business cards", false),
                        ("Suppliers", false),
                    ],
                )
                .labels(&["Legal", "Content"]),
            work("Keys and badges", 2 * DAY)
                .id("badges")
                .by(&["Lucía Fernández"])
                .link("ready", "FS", "-3d")
                .labels(&["Facilities"]),
        ],
    )
}

fn moving() -> Item {
    group(
        "Move",
        [
            work("Pack the workshop", 2 * DAY)
                .id("pack")
                .by(&["Kwame Mensah", "Søren Lindqvist"])
                .after("ready")
                .after("book"),
            work("Pack the desks", DAY).id("desks").by(&["Lucía Fernández"]).link("pack", "FF", "0d"),
            work("Moving weekend", DAY)
                .id("weekend")
                .by(&["Lucía Fernández", "Tomasz Nowak"])
                .after("pack")
                .after("desks")
                .priority("high"),
            milestone("First day at Harbour Street")
                .id("first")
                .after("weekend")
                .after("badges")
                .due(3)
                .priority("high"),
            work("Hand over Mill Lane", 2 * DAY)
                .by(&["Lucía Fernández"])
                .link("first", "FS", "1w")
                .labels(&["Legal", "Facilities"]),
        ],
    )
}
