//! The sample's private project: only its owner, its members and Admins see it.

use super::script::{DAY, Item, Script, group, work};

/// Two people to hire.
pub(super) fn script() -> Script {
    Script {
        key: "HIRE",
        name: "Hiring: two engineers",
        description: "Private. One firmware engineer now, one web developer when the shop is live.",
        owner: "",
        private: true,
        began: 9,
        priority: "normal",
        statuses: &[],
        baseline: None,
        items: vec![firmware(), developer()],
    }
}

fn firmware() -> Item {
    group(
        "Firmware engineer",
        [
            work("Write the advertisement", DAY).id("ad").by(&["Noah Okafor"]),
            work("Collect applications", 10 * DAY).id("collect").by(&["Priya Natarajan"]).after("ad").says(
                "Priya Natarajan",
                20,
                "Eleven so far, four of them strong. **Please keep names out of the other projects.**",
            ),
            work("Talk to four people", 4 * DAY)
                .id("talk")
                .by(&["Kwame Mensah", "Inês Carvalho"])
                .link("collect", "FS", "-4d"),
            work("Offer", DAY).by(&["Priya Natarajan"]).after("talk").priority("high").due(3),
        ],
    )
}

fn developer() -> Item {
    group(
        "Web developer",
        [
            work("Agree on the salary range", DAY).id("range").by(&["Priya Natarajan"]).link("ad", "FS", "1w"),
            work("Advertise", 5 * DAY).by(&["Noah Okafor"]).after("range"),
        ],
    )
}
