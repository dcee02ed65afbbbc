//! The sample's largest project: a desk lamp on its way from an idea to the shops.

use super::script::{DAY, Item, Script, group, milestone, work};

/// The launch of the lamp.
pub(super) fn script() -> Script {
    Script {
        key: "HALO",
        name: "Halo desk lamp launch",
        description: "Bring **Halo**, our first lamp that follows the daylight, into 40 shops and our own store.\n\n\
            - Retail price 149 €, landed cost at most 52 €\n- 3,000 pieces in the first run\n- CE and UKCA marks before \
            the first piece ships\n\nDecisions are written down in the comments of the task they are about.",
        owner: "Inês Carvalho",
        private: false,
        began: 38,
        priority: "high",
        statuses: &[],
        baseline: Some("Kick-off plan"),
        items: vec![discover(), design(), engineer(), certify(), produce(), market(), launch()],
    }
}

fn discover() -> Item {
    group(
        "Discover",
        [
            work("Interview twelve people who work late", 5 * DAY)
                .id("interviews")
                .by(&["Inês Carvalho", "Aisha Rahman"])
                .labels(&["Customer"])
                .text("Half of them at home, half in the office. Recordings are in the research folder.")
                .checklist(
                    "Groups to cover",
                    &[("Designers", true), ("Students", true), ("Night shift nurses", true), ("Call centre", true)],
                )
                .says("Aisha Rahman", 1080, "Every single one dims by hand around 6 pm. *Nobody* uses the app of their current lamp.")
                .answers("Inês Carvalho", 1072, "That settles the app question: no app at launch, one dial."),
            work("Compare eight competing lamps", 3 * DAY)
                .id("compare")
                .by(&["Mei-Ling Zhou"])
                .link("interviews", "SS", "1d")
                .text("| Lamp | Price | Lux at 40 cm |\n|---|---|---|\n| Northbeam | 129 € | 900 |\n| Luma 2 | 179 € | 1,150 |"),
            work("Write the product brief", 2 * DAY)
                .id("brief")
                .by(&["Inês Carvalho"])
                .after("interviews")
                .after("compare")
                .labels(&["Design"]),
            milestone("Brief approved").id("approved").link("brief", "FS", "1d"),
        ],
    )
}

fn design() -> Item {
    group(
        "Design",
        [
            work("Sketch three directions", 4 * DAY)
                .id("sketch")
                .by(&["Mei-Ling Zhou"])
                .after("approved")
                .labels(&["Design"]),
            work("Build foam models", 3 * DAY)
                .id("foam")
                .by(&["Mei-Ling Zhou", "Kwame Mensah"])
                .link("sketch", "FS", "0d")
                .cost(380)
                .labels(&["Design"])
                .says(
                    "Kwame Mensah",
                    640,
                    "Direction B tips over when the arm is fully out. We need 300 g more in the base.",
                )
                .answers(
                    "Mei-Ling Zhou",
                    630,
                    "Cast iron disc instead of steel? Same height, and it feels *expensive*.",
                )
                .answers("Kwame Mensah", 622, "Works. I changed the part list."),
            work("Choose materials and colours", 2 * DAY)
                .id("materials")
                .by(&["Mei-Ling Zhou"])
                .link("foam", "SS", "1d")
                .labels(&["Design"])
                .checklist(
                    "Samples",
                    &[
                        ("Recycled aluminium, anodised", true),
                        ("Oak veneer", true),
                        ("Cork foot", true),
                        ("Linen cable", true),
                    ],
                ),
            work("Design the packaging", 5 * DAY)
                .id("packaging")
                .by(&["Mei-Ling Zhou", "Noah Okafor"])
                .link("materials", "FS", "2d")
                .labels(&["Design", "Content"])
                .text("No plastic. The insert is one folded sheet.\n\n> If it needs a knife to open, we start again."),
            milestone("Design frozen").id("frozen").after("foam").after("materials"),
        ],
    )
}

fn engineer() -> Item {
    group(
        "Engineer",
        [
            group(
                "Electronics",
                [
                    work("Draw the schematic", 4 * DAY).id("schematic").by(&["Kwame Mensah"]).link("approved", "FS", "2d").labels(&["Engineering"]),
                    work("Lay out the driver board", 5 * DAY).id("layout").by(&["Kwame Mensah"]).after("schematic").planned(4 * DAY).labels(&["Engineering"]),
                    work("Order and assemble ten boards", 4 * DAY)
                        .id("boards")
                        .by(&["Søren Lindqvist"])
                        .link("layout", "FS", "1d")
                        .cost(1450)
                        .labels(&["Engineering"])
                        .says("Søren Lindqvist", 200, "The fab has two boards with a lifted pad. Eight are good, that is enough for the tests."),
                ],
            ),
            group(
                "Firmware",
                [
                    work("Daylight curve and dial", 6 * DAY)
                        .id("curve")
                        .by(&["Yuki Tanaka"])
                        .link("schematic", "FS", "0d")
                        .planned(5 * DAY)
                        .labels(&["Engineering"])
                        .text("The curve follows colour temperature from **6,500 K** at noon to **2,200 K** at night.\n\n```\nkelvin = 2200 + 4300 * sun_height(now)\n```"),
                    work("Remember the last setting", 2 * DAY).id("memory").by(&["Yuki Tanaka"]).after("curve").labels(&["Engineering"]),
                    work("Burn-in test, 200 hours", 9 * DAY)
                        .id("burnin")
                        .by(&["Yuki Tanaka", "Kwame Mensah"])
                        .link("boards", "FS", "0d")
                        .link("memory", "SS", "50%")
                        .labels(&["Engineering"])
                        .checklist("Measured each morning", &[("Flicker", true), ("Temperature of the driver", true), ("Colour drift", true)]),
                ],
            ),
            work("Tooling for the arm", 10 * DAY)
                .id("tooling")
                .by(&["Søren Lindqvist"])
                .link("frozen", "FS", "1d")
                .planned(8 * DAY)
                .late()
                .due(0)
                .cost(18_500)
                .priority("urgent")
                .labels(&["Engineering", "Blocked"])
                .says("Søren Lindqvist", 70, "The toolmaker in Porto is two weeks behind. First shots **not before next week**.")
                .answers("Inês Carvalho", 66, "Can we take the soft tool for the certification samples?")
                .answers("Søren Lindqvist", 48, "Yes, for up to 30 pieces. I asked for a price.")
                .says("Priya Natarajan", 26, "Anything above 2,000 € needs my signature, please put the offer here."),
            milestone("Engineering sample ready").id("sample").after("burnin").after("tooling"),
        ],
    )
}

fn certify() -> Item {
    group(
        "Certify",
        [
            work("Choose the test house", DAY)
                .id("house")
                .by(&["Søren Lindqvist"])
                .link("approved", "FS", "1w")
                .labels(&["Legal"]),
            work("Pre-compliance measurements", 2 * DAY)
                .id("pre")
                .by(&["Kwame Mensah"])
                .link("boards", "FS", "2d")
                .after("house")
                .labels(&["Engineering", "Legal"]),
            work("CE and UKCA tests", 8 * DAY)
                .id("tests")
                .by(&["Kwame Mensah"])
                .after("sample")
                .after("pre")
                .cost(7_900)
                .labels(&["Legal"])
                .priority("high"),
            work("Technical file and declarations", 3 * DAY)
                .id("file")
                .by(&["Priya Natarajan"])
                .link("tests", "FF", "1d")
                .labels(&["Legal"]),
            milestone("Certified").id("certified").after("tests").after("file"),
        ],
    )
}

fn produce() -> Item {
    group(
        "Produce",
        [
            work("Negotiate with the assembler", 4 * DAY)
                .id("assembler")
                .by(&["Søren Lindqvist", "Priya Natarajan"])
                .link("frozen", "FS", "3d"),
            work("Order long-lead parts", 2 * DAY)
                .id("parts")
                .by(&["Søren Lindqvist"])
                .after("assembler")
                .cost(41_000)
                .priority("high")
                .late()
                .due(1)
                .says(
                    "Priya Natarajan",
                    30,
                    "Drivers went up 4 % since May. I need the new quote before I release the order.",
                ),
            work("Pilot run of 50 pieces", 5 * DAY)
                .id("pilot")
                .by(&["Søren Lindqvist", "Yuki Tanaka"])
                .after("sample")
                .link("parts", "FS", "3w"),
            work("First run of 3,000 pieces", 15 * DAY)
                .id("run")
                .by(&["Søren Lindqvist"])
                .after("pilot")
                .after("certified")
                .cost(118_000),
            work("Ship to the warehouse", 4 * DAY)
                .id("ship")
                .by(&["Søren Lindqvist"])
                .link("run", "FS", "-5d")
                .cost(3_600),
        ],
    )
}

fn market() -> Item {
    group(
        "Tell the world",
        [
            work("Name and story", 3 * DAY)
                .id("story")
                .by(&["Aisha Rahman", "Noah Okafor"])
                .after("approved")
                .labels(&["Marketing", "Content"])
                .says("Noah Okafor", 700, "Shortlist: *Halo*, *Dusk*, *Meridian*. Legal has checked all three.")
                .answers("Aisha Rahman", 696, "Halo. It says what it does in four letters."),
            work("Photograph the foam model", 2 * DAY)
                .id("photos")
                .by(&["Aisha Rahman"])
                .after("frozen")
                .cost(1_200)
                .labels(&["Marketing"]),
            work("Write the product page", 3 * DAY)
                .id("page")
                .by(&["Noah Okafor"])
                .after("story")
                .link("photos", "FS", "0d")
                .labels(&["Content"]),
            work("Press kit in four languages", 6 * DAY)
                .id("press")
                .by(&["Noah Okafor", "Aisha Rahman"])
                .after("page")
                .late()
                .due(14)
                .labels(&["Marketing", "Content"])
                .checklist("Languages", &[("English", true), ("German", true), ("French", false), ("Japanese", false)]),
            work("Samples to fifteen reviewers", 2 * DAY)
                .id("reviewers")
                .by(&["Aisha Rahman"])
                .after("pilot")
                .link("certified", "FS", "0d")
                .labels(&["Marketing"]),
            work("Train the shops", 4 * DAY)
                .id("train")
                .by(&["Aisha Rahman", "Lucía Fernández"])
                .link("reviewers", "SS", "2d")
                .labels(&["Marketing", "Customer"]),
        ],
    )
}

fn launch() -> Item {
    group(
        "Launch",
        [
            work("Go or no-go meeting", DAY / 4)
                .id("go")
                .by(&["Inês Carvalho", "Priya Natarajan"])
                .after("ship")
                .after("press")
                .priority("high"),
            milestone("Halo on sale").id("sale").link("go", "FS", "1w").after("train").due(5).priority("urgent"),
            work("Watch returns and reviews", 10 * DAY)
                .by(&["Aisha Rahman", "Yuki Tanaka"])
                .after("sale")
                .labels(&["Customer"]),
            work("Look back together", DAY / 2).by(&["Inês Carvalho"]).link("sale", "FS", "2ew"),
        ],
    )
}
