//! The sample's website relaunch: a board with statuses of its own, ideas without dates beside planned work.

use super::script::{DAY, Item, Script, group, idea, milestone, work};

/// The relaunch of the website.
pub(super) fn script() -> Script {
    Script {
        key: "WEB",
        name: "Website relaunch",
        description: "One shop, one voice, **under one second** to the first picture on a phone. Content moves page by \
            page; nothing is copied that nobody reads.",
        owner: "Aisha Rahman",
        private: false,
        began: 24,
        priority: "normal",
        statuses: &[
            ("ideas", "Ideas", "open"),
            ("ready", "Ready", "open"),
            ("building", "Building", "active"),
            ("review", "Review", "active"),
            ("live", "Live", "done"),
            ("dropped", "Dropped", "cancelled"),
        ],
        baseline: None,
        items: vec![foundation(), pages(), shop(), golive(), ideas()],
    }
}

fn foundation() -> Item {
    group(
        "Foundation",
        [
            work("What do people look for?", 3 * DAY)
                .id("search")
                .by(&["Aisha Rahman"])
                .labels(&["Customer"])
                .text("Ten weeks of search logs: **spare parts** 31 %, **returns** 18 %, opening hours 9 %."),
            work("Page types and navigation", 4 * DAY)
                .id("types")
                .by(&["Aisha Rahman", "Mei-Ling Zhou"])
                .after("search")
                .labels(&["Design"]),
            work("Design system", 8 * DAY)
                .id("system")
                .by(&["Mei-Ling Zhou"])
                .link("types", "SS", "2d")
                .labels(&["Design"])
                .checklist(
                    "Parts",
                    &[
                        ("Colours in light and dark", true),
                        ("Type scale", true),
                        ("Buttons and forms", true),
                        ("Product card", true),
                    ],
                )
                .says("Tomasz Nowak", 260, "The grey of the labels has a contrast of 3.9:1. It needs **4.5:1**.")
                .answers("Mei-Ling Zhou", 250, "Darkened to #5b6472, that is 5.6:1."),
            work("Build pipeline and preview links", 3 * DAY)
                .id("pipeline")
                .by(&["Tomasz Nowak"])
                .link("types", "FS", "1d")
                .labels(&["Engineering"]),
            work("Measure the old site", DAY)
                .id("measure")
                .by(&["Yuki Tanaka"])
                .after("search")
                .labels(&["Engineering", "Quick win"]),
        ],
    )
}

fn pages() -> Item {
    group(
        "Pages",
        [
            work("Start page", 4 * DAY).id("home").by(&["Tomasz Nowak"]).after("system").after("pipeline").labels(&["Engineering"]),
            work("Product page", 5 * DAY)
                .id("product")
                .by(&["Tomasz Nowak", "Noah Okafor"])
                .link("home", "SS", "2d")
                .labels(&["Engineering", "Content"])
                .says("Noah Okafor", 190, "Halo's page is the first one in the new form. Text is in the shared folder.")
                .answers("Tomasz Nowak", 166, "Thanks! It is on the preview: two pictures are still placeholders."),
            work("Spare parts by picture", 4 * DAY)
                .id("parts")
                .by(&["Yuki Tanaka"])
                .after("product")
                .labels(&["Customer"])
                .text("Click the part in an exploded drawing, get it by post. Support answers this by hand 40 times a week."),
            work("Journal: move 25 of 140 articles", 5 * DAY)
                .id("journal")
                .by(&["Noah Okafor"])
                .link("home", "SS", "50%")
                .late()
                .due(1)
                .status("review")
                .labels(&["Content"])
                .checklist("Moved", &[("Top 10", true), ("Repair guides", true), ("Portraits", false)]),
            work("Imprint, privacy, cookies", 2 * DAY).id("legal").by(&["Priya Natarajan"]).link("home", "FS", "0d").labels(&["Legal"]),
        ],
    )
}

fn shop() -> Item {
    group(
        "Shop",
        [
            work("Basket and address form", 6 * DAY)
                .id("basket")
                .by(&["Tomasz Nowak"])
                .after("product")
                .labels(&["Engineering"]),
            work("Payment by card and invoice", 5 * DAY)
                .id("payment")
                .by(&["Tomasz Nowak", "Priya Natarajan"])
                .link("basket", "SS", "3d")
                .priority("high")
                .labels(&["Engineering", "Legal"]),
            work("Stock from the warehouse", 4 * DAY)
                .id("stock")
                .by(&["Yuki Tanaka"])
                .link("basket", "FF", "1d")
                .labels(&["Engineering"]),
            work("Try it with five customers", 2 * DAY)
                .id("try")
                .by(&["Aisha Rahman"])
                .after("payment")
                .after("stock")
                .labels(&["Customer"])
                .cost(500),
        ],
    )
}

fn golive() -> Item {
    group(
        "Go live",
        [
            work("Redirect every old address", 2 * DAY)
                .id("redirects")
                .by(&["Yuki Tanaka"])
                .after("journal")
                .after("parts"),
            work("Accessibility check", 2 * DAY).id("a11y").by(&["Yuki Tanaka"]).after("try").labels(&["Quick win"]),
            milestone("New site is live")
                .id("live")
                .after("redirects")
                .after("a11y")
                .after("legal")
                .due(4)
                .priority("high"),
            work("Switch the old site off", DAY).by(&["Tomasz Nowak"]).link("live", "FS", "1emo"),
        ],
    )
}

fn ideas() -> Item {
    group(
        "Ideas",
        [
            idea("Lamps in your room, by phone camera").labels(&["Customer"]).says(
                "Mei-Ling Zhou",
                410,
                "Lovely, and a project of its own.",
            ),
            idea("Second-hand corner").labels(&["Customer", "Quick win"]).priority("high"),
            idea("Newsletter archive").labels(&["Content"]).priority("low"),
            idea("Chat bot").status("dropped").says(
                "Aisha Rahman",
                500,
                "Five of five customers asked how to switch it off.",
            ),
        ],
    )
}
