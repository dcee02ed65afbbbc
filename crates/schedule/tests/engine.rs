//! Properties of every schedule, over random trees, links, lags, calendars, constraints and facts:
//! no successor before its link allows, slack is consistent, nothing moves without a change, and
//! any sequence of single changes gives what a new schedule of the same network gives.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use guildhall_schedule::{
    Assignment, Calendar, Constraint, DrivenBy, Instant, Lag, LagCalendar, LagUnit, Link, LinkType, Network, Options,
    Plan, ScheduleError, Task, Via, apply_lag,
};
use jiff::tz::TimeZone;
use proptest::prelude::*;

const HOUR: i64 = 3_600_000_000;
const MONDAY: Instant = Instant(1_744_012_800_000_000); // 2025-04-07T08:00Z

fn calendars() -> Vec<Calendar> {
    let night = std::array::from_fn(|day| if day < 5 { vec![(0, 240), (1320, 1440)] } else { vec![] });
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    vec![
        Calendar::standard(TimeZone::UTC),
        Calendar::new(TimeZone::UTC, night, vec![]).unwrap(),
        Calendar::standard(berlin),
        Calendar::always(TimeZone::UTC),
    ]
}

fn instants() -> impl Strategy<Value = Instant> {
    (-200i64..2000).prop_map(|hours| Instant(MONDAY.0 + hours * HOUR))
}

fn constraints() -> impl Strategy<Value = Constraint> {
    prop_oneof![
        8 => Just(Constraint::AsSoonAsPossible),
        2 => Just(Constraint::AsLateAsPossible),
        1 => instants().prop_map(Constraint::StartNoEarlierThan),
        1 => instants().prop_map(Constraint::StartNoLaterThan),
        1 => instants().prop_map(Constraint::FinishNoEarlierThan),
        1 => instants().prop_map(Constraint::FinishNoLaterThan),
        1 => instants().prop_map(Constraint::MustStartOn),
        1 => instants().prop_map(Constraint::MustFinishOn),
    ]
}

prop_compose! {
    fn tasks()(
        duration in prop_oneof![1 => Just(0i64), 4 => (1i64..20).prop_map(|d| d * 240)],
        calendar in 0usize..4,
        people in proptest::collection::vec((0usize..4, proptest::option::of(1i64..3000)), 0..3),
        constraint in constraints(),
        deadline in proptest::option::weighted(0.1, instants()),
        manual in proptest::option::weighted(0.1, (instants(), 0i64..100)),
        started in proptest::option::weighted(0.15, (instants(), any::<bool>(), 0i64..2000)),
        delay in prop_oneof![9 => Just(0i64), 1 => 1i64..5000],
        floor in proptest::option::weighted(0.1, instants()),
        plain in any::<bool>(),
    ) -> Task {
        let mut task = Task::new(duration);
        if plain {
            return task;
        }
        let share = |(calendar, minutes)| Assignment { calendar, minutes };
        task = Task { calendar, constraint, deadline, delay, assignments: people.into_iter().map(share).collect(), ..task };
        task.facts.not_before = floor;
        task.facts.manual = manual.map(|(start, hours)| (start, Instant(start.0 + hours * HOUR)));
        if let Some((start, finished, remaining)) = started {
            task.facts.actual_start = Some(start);
            task.facts.actual_finish = finished.then_some(Instant(start.0 + 30 * HOUR));
            task.facts.remaining = Some(remaining.min(duration));
        }
        task
    }
}

fn lags() -> impl Strategy<Value = Lag> {
    let units = [LagUnit::Hours, LagUnit::Days, LagUnit::ElapsedDays, LagUnit::Percent, LagUnit::ElapsedPercent];
    prop_oneof![
        2 => Just(Lag::ZERO),
        1 => (-6i64..10, proptest::sample::select(units.to_vec())).prop_map(|(n, unit)| {
            let percent = matches!(unit, LagUnit::Percent | LagUnit::ElapsedPercent);
            Lag::new(if percent { n * 10 } else { n }, unit).unwrap()
        }),
    ]
}

fn links(tasks: usize) -> impl Strategy<Value = Link> {
    let kinds = [LinkType::FinishStart, LinkType::StartStart, LinkType::FinishFinish, LinkType::StartFinish];
    (0..tasks, 0..tasks, proptest::sample::select(kinds.to_vec()), lags()).prop_map(|(a, b, kind, lag)| Link {
        predecessor: a.min(b),
        successor: a.max(b),
        kind,
        lag,
    })
}

/// A network of up to 24 tasks in a random tree; links that would close a cycle are left out.
fn networks() -> impl Strategy<Value = Network> {
    let size = 1usize..24;
    size.prop_flat_map(|size| {
        let parents = proptest::collection::vec(proptest::option::weighted(0.6, 0..size), size);
        let links = proptest::collection::vec(links(size), 0..size * 2);
        let options = (any::<bool>(), any::<bool>(), 0usize..4);
        (proptest::collection::vec(tasks(), size), parents, links, options)
    })
    .prop_map(|(mut tasks, parents, links, (before, honor, lag))| {
        for (index, parent) in parents.into_iter().enumerate() {
            tasks[index].parent = parent.filter(|&parent| parent < index);
        }
        let mut options = Options::starting(MONDAY);
        options.allow_before_project_start = before;
        options.honor_constraints = honor;
        options.lag_calendar =
            [LagCalendar::Successor, LagCalendar::Predecessor, LagCalendar::Project, LagCalendar::Elapsed][lag];
        let network = Network { options, calendars: calendars(), tasks, links: vec![] };
        let mut plan = Plan::new(network).unwrap();
        links.into_iter().for_each(|link| drop(plan.add_link(link)));
        plan.network().clone()
    })
}

#[derive(Clone, Debug)]
enum Edit {
    Task(usize, Box<Task>),
    AddLink(Link),
    RemoveLink(usize),
    Calendar(usize, usize),
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0usize..24, tasks()).prop_map(|(index, task)| Edit::Task(index, Box::new(task))),
        2 => links(24).prop_map(Edit::AddLink),
        2 => (0usize..48).prop_map(Edit::RemoveLink),
        1 => (0usize..4, 0usize..4).prop_map(|(index, with)| Edit::Calendar(index, with)),
    ]
}

fn apply(plan: &mut Plan, edit: Edit) -> Result<usize, ScheduleError> {
    let count = plan.all_dates().len();
    let changes = match edit {
        Edit::Task(index, task) => {
            let index = index % count;
            plan.set_task(index, Task { parent: plan.network().tasks[index].parent, ..*task })?
        }
        Edit::AddLink(link) => {
            plan.add_link(Link { predecessor: link.predecessor % count, successor: link.successor % count, ..link })?
        }
        Edit::RemoveLink(index) => plan.remove_link(index)?,
        Edit::Calendar(index, with) => plan.set_calendar(index, calendars()[with].clone())?,
    };
    Ok(changes.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn single_changes_give_what_a_new_schedule_gives(
        network in networks(), edits in proptest::collection::vec(edits(), 1..12),
    ) {
        let mut plan = Plan::new(network).unwrap();
        for edit in edits {
            let before = plan.all_dates().to_vec();
            let what = format!("{edit:?}");
            let outcome = apply(&mut plan, edit);
            let fresh = Plan::new(plan.network().clone()).unwrap();
            prop_assert_eq!(plan.all_dates(), fresh.all_dates(), "after {}", what);
            prop_assert_eq!(plan.finish(), fresh.finish());
            let moved = before.iter().zip(plan.all_dates()).filter(|(a, b)| a != b).count();
            prop_assert_eq!(moved, outcome.unwrap_or(0));
        }
    }

    /// Only a date that is asked for can be missed, and only links to a finish or calendars pull before the start.
    #[test]
    fn without_dates_to_keep_no_slack_is_negative(network in networks(), threshold in 0i64..2) {
        let mut network = network;
        network.options.critical_threshold = threshold;
        for task in &mut network.tasks {
            *task = Task { parent: task.parent, calendar: task.calendar, ..Task::new(task.duration) };
        }
        let plan = Plan::new(network).unwrap();
        for (task, dates) in plan.all_dates().iter().enumerate() {
            prop_assert!(dates.total_slack >= 0, "task {task}: {dates:?}");
        }
    }

    #[test]
    fn moving_nothing_changes_nothing(network in networks()) {
        let mut plan = Plan::new(network).unwrap();
        for index in 0..plan.all_dates().len() {
            let same = plan.network().tasks[index].clone();
            prop_assert_eq!(plan.set_task(index, same).unwrap(), vec![]);
        }
    }

    #[test]
    fn no_free_task_starts_before_its_links_allow(network in networks()) {
        let plan = Plan::new(network).unwrap();
        let (network, dates) = (plan.network(), plan.all_dates());
        for link in &network.links {
            let (before, after) = (&network.tasks[link.predecessor], &network.tasks[link.successor]);
            let fixed = after.facts.manual.is_some() || after.facts.actual_start.is_some() || after.facts.actual_finish.is_some();
            let pulled = !matches!(
                after.constraint,
                Constraint::AsSoonAsPossible | Constraint::StartNoEarlierThan(_) | Constraint::FinishNoEarlierThan(_)
            );
            let elsewhere = network.options.lag_calendar != LagCalendar::Successor;
            let summary = plan.is_summary(link.predecessor) || plan.is_summary(link.successor);
            if fixed || pulled || elsewhere || summary {
                continue;
            }
            let (from, to) = (&dates[link.predecessor], &dates[link.successor]);
            let (edge, own) = match link.kind {
                LinkType::FinishStart => (from.finish, to.early_start),
                LinkType::StartStart => (from.start, to.early_start),
                LinkType::FinishFinish => (from.finish, to.early_finish),
                LinkType::StartFinish => (from.start, to.early_finish),
            };
            let calendar = &network.calendars[after.calendar];
            let allowed = apply_lag(calendar, edge, link.lag, before.duration).unwrap();
            if after.assignments.is_empty() {
                prop_assert!(calendar.between(allowed, own) >= 0, "{:?}: {:?} before {:?}", link, own, allowed);
            }
        }
    }

    #[test]
    fn slack_is_consistent(network in networks()) {
        let plan = Plan::new(network).unwrap();
        for (index, dates) in plan.all_dates().iter().enumerate() {
            prop_assert!(dates.free_slack >= 0);
            prop_assert!(dates.free_slack <= dates.total_slack.max(0));
            prop_assert!(dates.total_slack <= dates.finish_slack);
            prop_assert!(dates.start <= dates.finish);
            if !plan.is_summary(index) {
                let open = plan.network().tasks[index].facts.actual_finish.is_none();
                prop_assert_eq!(dates.critical, open && dates.total_slack <= 0);
                prop_assert!(dates.late_finish <= plan.finish() || !open || pinned(&plan, index));
            }
            prop_assert!(!plan.driving_path(index).is_empty());
            prop_assert!(plan.why(index).is_some());
        }
    }

    #[test]
    fn a_task_drives_those_whose_driving_path_leads_through_it(network in networks()) {
        let plan = Plan::new(network).unwrap();
        let tasks = &plan.network().tasks;
        let is_below = |at: usize, top: usize| std::iter::successors(Some(at), |&at| tasks[at].parent).any(|up| up == top);
        let paths: Vec<Vec<usize>> = (0..tasks.len()).map(|at| plan.driving_path(at)).collect();
        for task in 0..tasks.len() {
            let mut driven = plan.driven_tasks(task);
            prop_assert!(driven.is_sorted_by_key(|&at| plan.all_dates()[at].start));
            driven.sort_unstable();
            let through = |at: &usize| !is_below(*at, task) && paths[*at].iter().any(|&step| is_below(step, task));
            prop_assert_eq!(driven, (0..tasks.len()).filter(through).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_summary_spans_its_children(network in networks()) {
        let plan = Plan::new(network).unwrap();
        let (tasks, dates) = (&plan.network().tasks, plan.all_dates());
        for (index, task) in tasks.iter().enumerate() {
            if let Some(parent) = task.parent && tasks[parent].facts.manual.is_none() {
                prop_assert!(dates[parent].start <= dates[index].start);
                prop_assert!(dates[parent].finish >= dates[index].finish);
                prop_assert!(dates[parent].critical || !dates[index].critical);
            }
        }
    }

    #[test]
    fn any_links_and_parents_are_scheduled_or_refused_by_name(
        parents in proptest::collection::vec(proptest::option::of(0usize..8), 8),
        ends in proptest::collection::vec((0usize..8, 0usize..8), 0..12),
    ) {
        let tasks = parents.iter().map(|&parent| Task { parent, ..Task::new(480) }).collect();
        let links: Vec<Link> = ends.iter().map(|&(a, b)| Link::new(a, b)).collect();
        let network = Network { options: Options::starting(MONDAY), calendars: calendars(), tasks, links: links.clone() };
        match Plan::new(network) {
            Ok(_) => {}
            Err(ScheduleError::LinkWithinFamily { link }) => prop_assert!(link < links.len()),
            Err(ScheduleError::Cycle(steps)) => {
                prop_assert!(!steps.is_empty());
                for (step, next) in steps.iter().zip(steps.iter().cycle().skip(1)) {
                    prop_assert_eq!(step.to, next.from);
                    let fits = match step.via {
                        Via::Link(link) => (links[link].predecessor, links[link].successor) == (step.from, step.to),
                        Via::Child => parents[step.to] == Some(step.from),
                        Via::Parent => parents[step.from] == Some(step.to),
                    };
                    prop_assert!(fits, "{:?}", step);
                }
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }
}

/// Whether a must or a fact may hold late dates beyond the project finish.
fn pinned(plan: &Plan, index: usize) -> bool {
    let task = &plan.network().tasks[index];
    let must = matches!(task.constraint, Constraint::MustStartOn(_) | Constraint::MustFinishOn(_));
    must || matches!(plan.all_dates()[index].driven_by, DrivenBy::Actual | DrivenBy::Manual)
}
