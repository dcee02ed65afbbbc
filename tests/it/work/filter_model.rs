//! Filters against a model: random filters over random tasks find on both databases exactly what a plain
//! evaluation in Rust finds.

use guildhall_core::list::filter::{Ask, At, Filter, Form, Literal, Name, Node, Sign, Term};
use guildhall_tests::{Person, World, both, text};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use reqwest::Method;
use serde_json::{Value, json};
use std::cmp::Ordering;

/// Five hours behind UTC all year, so that a day is easy to compute and is not that of UTC.
const ZONE: &str = "Etc/GMT+5";
const DAYS: [&str; 4] = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"];
const TITLES: [&str; 5] = ["Alpha", "beta 50%", "gamma_x", "alphabet", "a \"quote\" \\"];
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];
const PARTS: [&str; 6] = ["ALPHA", "%", "_", "a", "\"", "zzz"];

/// What is compared as what.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Like {
    Text,
    Choice,
    Number,
    Tick,
    Instant,
    Day,
    Id,
}

/// A field, what it is like, and the values to compare with, as they are written.
#[derive(Debug, Clone)]
struct Kind {
    name: String,
    like: Like,
    values: Vec<String>,
}

fn words(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

fn literal(kind: &Kind) -> BoxedStrategy<Literal> {
    let quoted = matches!(kind.like, Like::Text | Like::Choice);
    let form = move |text: String| if quoted { Form::Quoted(text) } else { Form::Word(text) };
    let value = prop::sample::select(kind.values.clone()).prop_map(form);
    prop_oneof![9 => value, 1 => Just(Form::Word("null".into()))].prop_map(|form| Literal { form, at: At(0) }).boxed()
}

fn term(kind: Kind) -> BoxedStrategy<Node> {
    let equal = prop::sample::select(vec![Sign::Equal, Sign::NotEqual]);
    let ordered = prop::sample::select(vec![Sign::Greater, Sign::GreaterOrEqual, Sign::Less, Sign::LessOrEqual]);
    let real = literal(&kind).prop_filter("a value", |literal| literal.form != Form::Word("null".into()));
    let mut asks = vec![
        (equal, literal(&kind)).prop_map(|(sign, value)| Ask::Compare(sign, value)).boxed(),
        (any::<bool>(), prop::collection::vec(literal(&kind), 1..4))
            .prop_map(|(negated, values)| Ask::In { negated, values })
            .boxed(),
        any::<bool>().prop_map(|negated| Ask::Empty { negated }).boxed(),
    ];
    if !matches!(kind.like, Like::Id | Like::Tick) {
        asks.push((ordered, real).prop_map(|(sign, value)| Ask::Compare(sign, value)).boxed());
    }
    if matches!(kind.like, Like::Text | Like::Choice) {
        let contains = prop::sample::select(vec![Sign::Contains, Sign::Lacks]);
        let part = prop::sample::select(PARTS.to_vec())
            .prop_map(|part| Literal { form: Form::Quoted(part.into()), at: At(0) });
        asks.push((contains, part).prop_map(|(sign, value)| Ask::Compare(sign, value)).boxed());
    }
    let name = Name { text: kind.name, quoted: false, at: At(0) };
    let ask = prop::strategy::Union::new(asks);
    ask.prop_map(move |ask| Node::Term(Box::new(Term { field: name.clone(), ask }))).boxed()
}

fn filters(kinds: &[Kind]) -> BoxedStrategy<Node> {
    let leaf = prop::strategy::Union::new(kinds.iter().cloned().map(term));
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::and),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::or),
            inner.prop_map(|inner| Node::Not(Box::new(inner))),
        ]
    })
    .boxed()
}

/// What a task has in a field: none, one, or many.
fn values(task: &Value, name: &str) -> Vec<Value> {
    let value = match (name, name.strip_prefix("customFields.")) {
        (_, Some(id)) => {
            let all = task["customFields"].as_array().unwrap().iter();
            all.filter(|value| value["fieldId"] == id).map(|value| value["value"].clone()).next().unwrap_or_default()
        }
        ("assignments.userId", _) => {
            return task["assignments"].as_array().unwrap().iter().map(|a| a["userId"].clone()).collect();
        }
        _ => task[name].clone(),
    };
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items,
        one => vec![one],
    }
}

/// The start of a day and of the next.
fn span(day: &str) -> (String, String) {
    let next: u32 = day[8..].parse::<u32>().unwrap() + 1;
    (format!("{day}T05:00:00.000Z"), format!("{}{next:02}T05:00:00.000Z", &day[..8]))
}

/// How a value stands to one that is written; a day and an instant are equal within the day.
fn compare(kind: &Kind, value: &Value, written: &str, me: &str) -> Ordering {
    let text = value.as_str().unwrap_or_default();
    match kind.like {
        Like::Number => {
            let number = |text: &str| text.parse::<f64>().unwrap();
            number(&value.to_string()).total_cmp(&number(written))
        }
        Like::Tick => value.to_string().as_str().cmp(written),
        Like::Instant if written.len() == 10 => {
            let (from, until) = span(written);
            if *text < *from {
                Ordering::Less
            } else if *text >= *until {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        }
        Like::Choice => {
            let place = |choice: &str| PRIORITIES.iter().position(|one| *one == choice);
            place(text).cmp(&place(written))
        }
        Like::Id if written == "me" => text.cmp(me),
        _ => text.cmp(written),
    }
}

struct Model<'m> {
    kinds: &'m [Kind],
    me: &'m str,
}

impl Model<'_> {
    fn fits(&self, node: &Node, task: &Value) -> bool {
        match node {
            Node::And(parts) => parts.iter().all(|part| self.fits(part, task)),
            Node::Or(parts) => parts.iter().any(|part| self.fits(part, task)),
            Node::Not(inner) => !self.fits(inner, task),
            Node::Term(term) => {
                let kind = self.kinds.iter().find(|kind| kind.name == term.field.text).unwrap();
                self.holds(kind, &term.ask, &values(task, &kind.name))
            }
        }
    }

    fn holds(&self, kind: &Kind, ask: &Ask, values: &[Value]) -> bool {
        let equal = |literal: &Literal| match &literal.form {
            Form::Word(text) if text == "null" => values.is_empty(),
            Form::Word(text) | Form::Quoted(text) => {
                values.iter().any(|value| compare(kind, value, text, self.me).is_eq())
            }
            Form::Call(..) => unreachable!("not generated"),
        };
        let order = |literal: &Literal, fits: fn(Ordering) -> bool| match &literal.form {
            Form::Word(text) | Form::Quoted(text) => {
                values.iter().any(|value| fits(compare(kind, value, text, self.me)))
            }
            Form::Call(..) => unreachable!("not generated"),
        };
        let contains = |literal: &Literal| {
            let Form::Quoted(part) = &literal.form else { unreachable!("not generated") };
            let part = part.to_lowercase();
            values.iter().any(|value| value.as_str().unwrap_or_default().to_lowercase().contains(&part))
        };
        match ask {
            Ask::Compare(Sign::Equal, literal) => equal(literal),
            Ask::Compare(Sign::NotEqual, literal) => !equal(literal),
            Ask::Compare(Sign::Greater, literal) => order(literal, Ordering::is_gt),
            Ask::Compare(Sign::GreaterOrEqual, literal) => order(literal, Ordering::is_ge),
            Ask::Compare(Sign::Less, literal) => order(literal, Ordering::is_lt),
            Ask::Compare(Sign::LessOrEqual, literal) => order(literal, Ordering::is_le),
            Ask::Compare(Sign::Contains, literal) => contains(literal),
            Ask::Compare(Sign::Lacks, literal) => !contains(literal),
            Ask::In { negated, values } => values.iter().any(equal) != *negated,
            Ask::Empty { negated } => values.iter().all(|value| value == "") != *negated,
            Ask::Was { .. } | Ask::Changed(_) => unreachable!("not generated"),
        }
    }
}

/// Tasks with every field set in many ways, and what may be asked of them.
async fn furnish(ada: &Person<'_>) -> Vec<Kind> {
    ada.patch("", json!({"timeZone": ZONE})).await.expect(200);
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.project("Model").await;
    let (red, blue) =
        (ada.make("labels", json!({"name": "red"})).await, ada.make("labels", json!({"name": "blue"})).await);
    let mut fields = Vec::new();
    for kind in ["number", "text", "dropdown", "multi_select", "user", "date", "checkbox"] {
        let options = if matches!(kind, "dropdown" | "multi_select") { json!(["a", "Alpha", "b"]) } else { json!([]) };
        fields.push(ada.make("field-definitions", json!({"name": kind, "type": kind, "options": options})).await);
    }
    let long = "x".repeat(250);
    let mut tasks: Vec<String> = Vec::new();
    for n in 0..40_usize {
        let pick = |values: &[Value]| values[(n * 7 + n / 5) % values.len()].clone();
        let hour = |day: &str| json!(format!("{day}T{:02}:30:00Z", (n * 5) % 24));
        let custom = [
            pick(&[json!(1.5), json!(-2), json!(10), Value::Null]),
            pick(&[
                json!("Alpha"),
                Value::Null,
                json!("beta 50%"),
                json!(format!("{long}a")),
                json!(format!("{long}b")),
            ]),
            pick(&[json!("a"), json!("Alpha"), Value::Null]),
            pick(&[json!(["a"]), json!(["a", "b"]), Value::Null, json!(["Alpha", "b"])]),
            pick(&[json!(ada.id), json!(bob.id), Value::Null]),
            pick(&[json!(DAYS[0]), json!(DAYS[2]), Value::Null]),
            pick(&[json!(true), json!(false), Value::Null]),
        ];
        let set = fields.iter().zip(custom).filter(|(_, value)| !value.is_null() && n % 4 != 3);
        let body = json!({
            "projectId": project,
            "title": TITLES[n % TITLES.len()],
            "description": pick(&[json!(""), json!("Alpha")]),
            "priority": pick(&[json!("low"), json!("normal"), json!("high")]),
            "assignments": pick(&[json!([]), json!([{"userId": ada.id}]), json!([{"userId": bob.id}, {"userId": ada.id}])]),
            "dueDate": pick(&[Value::Null, hour(DAYS[0]), hour(DAYS[1]), hour(DAYS[2])]),
            "estimateHours": pick(&[Value::Null, json!(0.5), json!(3), json!(8)]),
            "milestone": pick(&[json!(true), json!(false)]),
            "labels": pick(&[json!([]), json!([red]), json!([red, blue]), json!([blue])]),
            "dependsOn": if n > 3 && n % 3 == 0 { json!([tasks[n - 2], tasks[1]]) } else { json!([]) },
            "customFields": set.map(|(id, value)| json!({"fieldId": id, "value": value})).collect::<Vec<_>>(),
        });
        tasks.push(ada.make("tasks", body).await);
    }
    let kind = |name: &str, like, values| Kind { name: name.into(), like, values };
    let custom = |at: usize, like, values| kind(&format!("customFields.{}", fields[at]), like, values);
    let numbers = words(&["0.5", "3", "-2", "1.5", "99"]);
    let mut instants = words(&DAYS);
    instants.push("2026-03-02T12:30:00.000Z".into());
    let texts = [words(&TITLES), vec![format!("{long}a"), format!("{long}ab"), long.clone(), String::new()]].concat();
    let people = vec!["me".to_owned(), bob.id.clone()];
    vec![
        kind("title", Like::Text, texts.clone()),
        kind("description", Like::Text, words(&["Alpha", "zzz"])),
        kind("priority", Like::Choice, words(&["low", "high", "urgent"])),
        kind("assigneeId", Like::Id, people.clone()),
        kind("assignments.userId", Like::Id, people.clone()),
        kind("dueDate", Like::Instant, instants),
        kind("estimateHours", Like::Number, numbers.clone()),
        kind("milestone", Like::Tick, words(&["true", "false"])),
        kind("labels", Like::Id, vec![red, blue]),
        kind("dependsOn", Like::Id, vec![tasks[1].clone(), tasks[4].clone(), "0123456789abcdef01234567".into()]),
        custom(0, Like::Number, numbers),
        custom(1, Like::Text, texts),
        custom(2, Like::Text, words(&["a", "Alpha", "zzz"])),
        custom(3, Like::Text, words(&["a", "b", "zzz"])),
        custom(4, Like::Id, people),
        custom(5, Like::Day, words(&DAYS)),
        custom(6, Like::Tick, words(&["true", "false"])),
    ]
}

both!(random_filters_find_what_a_plain_evaluation_finds, |world: World| async move {
    let ada = world.founder("Ada").await;
    let kinds = furnish(&ada).await;
    let tasks = ada.all("tasks").await;
    let model = Model { kinds: &kinds, me: &ada.id };
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let strategy = filters(&kinds);
    let (mut found, mut rounds) = (0, 0);
    for _ in 0..120 {
        let filter = Filter(strategy.new_tree(&mut runner).unwrap().current());
        let request = ada.request(Method::GET, "tasks").query(&[("filter", &*filter.to_string()), ("limit", "200")]);
        let page = ada.send(request.query(&[("count", "true")])).await.expect(200);
        let ids = |rows: Vec<&Value>| rows.into_iter().map(|task| text(&task["id"])).collect::<Vec<_>>();
        let answered = ids(page["data"].as_array().unwrap().iter().collect());
        let wanted = ids(tasks.iter().filter(|task| model.fits(&filter.0, task)).collect());
        assert_eq!(answered, wanted, "{filter}");
        assert_eq!(page["total"], wanted.len(), "{filter}");
        found += wanted.len();
        rounds += usize::from((1..tasks.len()).contains(&wanted.len()));
    }
    assert!(found > 500 && rounds > 40, "{found} tasks by {rounds} filters: too few to mean anything");
});
