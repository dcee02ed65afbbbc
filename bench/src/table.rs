//! The table of a run: what was measured, its floor, their ratio and the goal.

#[derive(Default)]
pub struct Table(Vec<[String; 6]>);

/// What a value is held against.
#[derive(Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// Reported only.
    None,
}

impl Goal {
    fn words(self, value: f64) -> (String, &'static str) {
        let (text, met) = match self {
            Self::AtLeast(goal) => (format!(">= {goal}"), value >= goal),
            Self::AtMost(goal) => (format!("<= {goal}"), value <= goal),
            Self::None => return (String::new(), ""),
        };
        (text, if met { "met" } else { "MISSED" })
    }
}

impl Table {
    /// A ratio with the two figures it was made from.
    pub fn ratio(&mut self, name: &str, ours: String, floor: String, ratio: f64, goal: Goal) {
        let (words, verdict) = goal.words(ratio);
        self.add([name.into(), ours, floor, format!("{ratio:.2}"), words, verdict.into()]);
    }

    /// A figure of its own.
    pub fn value(&mut self, name: &str, value: f64, unit: &str, goal: Goal) {
        let (words, verdict) = goal.words(value);
        self.add([name.into(), format!("{value:.1} {unit}"), String::new(), String::new(), words, verdict.into()]);
    }

    fn add(&mut self, line: [String; 6]) {
        eprintln!("{}", line.join(" | "));
        self.0.push(line);
    }

    pub fn print(&self) {
        let head = ["", "guildhall", "floor", "ratio", "goal", ""].map(String::from);
        let lines = || std::iter::once(&head).chain(&self.0);
        let width = |at: usize| lines().map(|line| line[at].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..6).map(width).collect();
        for line in lines() {
            let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
            println!("{}", cells.join("  ").trim_end());
        }
    }
}

/// `12,345/s`, for the table.
pub fn rate(per_second: f64) -> String {
    if per_second < 100.0 { format!("{per_second:.1}/s") } else { format!("{per_second:.0}/s") }
}
