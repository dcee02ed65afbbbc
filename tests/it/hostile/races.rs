//! Two requests at the same moment that together would do what neither may do alone.

use guildhall_tests::{Answer, Person, World, both};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ROUNDS: usize = 30;

/// Exactly one of them wins; the other is a conflict, by name.
#[track_caller]
fn one_wins(round: usize, answers: [Answer; 2]) {
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let refused =
        answers.iter().filter(|answer| (answer.status, &answer.body["code"]) == (409, &json!("cycle"))).count();
    assert_eq!((won, refused), (1, 1), "round {round}: {answers:#?}");
}

async fn both_at_once(ada: &Person<'_>, requests: [(String, Value); 2]) -> [Answer; 2] {
    let [(first, one), (second, other)] = requests;
    let send = |path: String, body: Value| async move {
        if path.ends_with("/move") { ada.post(&path, body).await } else { ada.put(&path, body).await }
    };
    let (a, b) = tokio::join!(send(first, one), send(second, other));
    [a, b]
}

/// No task is above itself, and none waits for itself through others.
async fn sound(ada: &Person<'_>) {
    let tasks = ada.all("tasks").await;
    let mut waits: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let id = |value: &Value| value.as_str().unwrap().to_owned();
    for task in &tasks {
        let ancestors: Vec<String> = task["ancestors"].as_array().unwrap().iter().map(id).collect();
        assert!(!ancestors.contains(&id(&task["id"])), "{task:#}");
        assert_eq!(ancestors.last().cloned(), task["parentId"].as_str().map(str::to_owned), "{task:#}");
        waits.insert(id(&task["id"]), task["dependsOn"].as_array().unwrap().iter().map(id).collect());
    }
    // Tasks without predecessors go, until none is left.
    while !waits.is_empty() {
        let free: Vec<String> = waits.iter().filter(|(_, on)| on.is_empty()).map(|(id, _)| id.clone()).collect();
        assert!(!free.is_empty(), "a circle among {waits:?}");
        waits.retain(|id, _| !free.contains(id));
        waits.values_mut().for_each(|on| on.retain(|id| !free.contains(id)));
    }
}

both!(two_links_never_close_a_circle_together, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Links").await;
    for round in 0..ROUNDS {
        let (a, b) = (ada.task(&project, "a").await, ada.task(&project, "b").await);
        let link = |from: &str, to: &str| (format!("tasks/{to}/dependencies/{from}"), json!({}));
        one_wins(round, both_at_once(&ada, [link(&a, &b), link(&b, &a)]).await);
    }
    sound(&ada).await;
});

both!(two_moves_never_close_a_circle_together, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Moves").await;
    for round in 0..ROUNDS {
        let (a, b) = (ada.task(&project, "a").await, ada.task(&project, "b").await);
        let put = |task: &str, under: &str| (format!("tasks/{task}/move"), json!({"parentId": under}));
        one_wins(round, both_at_once(&ada, [put(&a, &b), put(&b, &a)]).await);
    }
    sound(&ada).await;
});

both!(a_link_and_a_move_never_close_a_circle_together, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Both").await;
    for round in 0..ROUNDS {
        let (a, b) = (ada.task(&project, "a").await, ada.task(&project, "b").await);
        let link = (format!("tasks/{b}/dependencies/{a}"), json!({}));
        let put = (format!("tasks/{b}/move"), json!({"parentId": a}));
        one_wins(round, both_at_once(&ada, [link, put]).await);
    }
    sound(&ada).await;
});

both!(a_child_never_comes_under_what_is_being_trashed, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Trash").await;
    for _ in 0..ROUNDS {
        let parent = ada.task(&project, "parent").await;
        let path = format!("tasks/{parent}");
        let body = json!({"projectId": project, "parentId": parent, "title": "child"});
        let (gone, made) = tokio::join!(ada.delete(&path), ada.post("tasks", body));
        gone.expect(204);
        assert!(matches!(made.status, 201 | 422), "{made:?}");
    }
    let orphans = ada.all(&format!("tasks?projectId={project}")).await;
    assert!(orphans.is_empty(), "{} children stay without their parent", orphans.len());
});

both!(the_last_two_admins_cannot_both_go, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Admin").await;
    for _ in 0..ROUNDS / 3 {
        let held = ada.all("role-assignments").await;
        let of = |person: &Person<'_>| {
            let held = held.iter().find(|held| held["userId"] == json!(person.id)).unwrap();
            format!("role-assignments/{}", held["id"].as_str().unwrap())
        };
        let (first, second) = (of(&ada), of(&bob));
        let down = json!({"role": "Editor"});
        let (a, b) = tokio::join!(ada.patch(&first, down.clone()), bob.patch(&second, down));
        let won = [&a, &b].iter().filter(|answer| answer.status == 200).count();
        assert_eq!(won, 1, "{a:?} {b:?}");
        // Who is still Admin raises the other again.
        let (admin, path) = if a.status == 200 { (&bob, first) } else { (&ada, second) };
        admin.patch(&path, json!({"role": "Admin"})).await.expect(200);
    }
});
