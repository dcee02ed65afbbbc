//! The critical path of a task: the chain that drives it with a reason for each step, and what slips with it.

use super::follow::chain;
use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

fn ids(steps: &Value) -> Vec<String> {
    steps.as_array().unwrap().iter().map(|step| text(&step["taskId"])).collect()
}

both!(a_task_tells_what_drives_it_and_what_it_drives, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (project, [a, b, c]) = chain(&ada).await;
    // A short task beside the first, for which the last one would not wait.
    let beside = json!({"projectId": project, "title": "beside", "duration": 0.5});
    let beside = ada.make("tasks", beside).await;
    ada.put(&format!("tasks/{c}/dependencies/{beside}"), json!({"lag": "1d"})).await.expect(200);
    let path = ada.get(&format!("tasks/{b}/path")).await.expect(200);
    assert_eq!((ids(&path["driving"]), ids(&path["driven"])), (vec![a.clone(), b.clone()], vec![c.clone()]));
    assert_eq!((&path["taskId"], &path["projectId"]), (&json!(b), &json!(project)));
    assert_eq!((&path["critical"], &path["totalFloat"]), (&json!(true), &json!(0)));
    let [first, own] = [&path["driving"][0], &path["driving"][1]];
    assert_eq!((&first["title"], &first["drivenBy"]["kind"]), (&json!("a"), &json!("project_start")));
    assert_eq!((&own["drivenBy"]["taskId"], &own["startDate"]), (&json!(a), &json!("2026-03-03T08:00:00.000Z")));
    let path = ada.get(&format!("tasks/{beside}/path")).await.expect(200);
    assert_eq!((ids(&path["driving"]), ids(&path["driven"])), (vec![beside], vec![]));
    assert_eq!((&path["critical"], &path["totalFloat"]), (&json!(false), &json!(0.5)));
    let path = ada.get(&format!("tasks/{c}/path")).await.expect(200);
    assert_eq!(ids(&path["driving"]), [a, b, c]);
});

both!(a_path_through_a_hidden_task_begins_after_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let held = ["project:read", "project:read-open", "task:read:own"];
    ada.make("roles", json!({"name": "Narrow", "permissions": held})).await;
    let bob = ada.invite("Bob", "Narrow").await;
    let (_, [a, b, c]) = chain(&ada).await;
    ada.patch(&format!("tasks/{b}"), json!({"assigneeId": bob.id})).await.expect(200);
    let path = bob.get(&format!("tasks/{b}/path")).await.expect(200);
    assert_eq!((ids(&path["driving"]), ids(&path["driven"])), (vec![b.clone()], vec![]));
    let told = path.to_string();
    assert!(!told.contains(&a) && !told.contains(&c) && told.contains("cannot see"), "{told}");
    bob.get(&format!("tasks/{c}/path")).await.problem(404, "not_found");
    ada.delete(&format!("tasks/{b}")).await.expect(204);
    ada.get(&format!("tasks/{b}/path")).await.problem(404, "not_found");
    ada.get(&format!("tasks/{c}/path?x=1")).await.problem(400, "unknown_parameter");
    let other = world.founder("Eve").await;
    other.get(&format!("tasks/{c}/path")).await.problem(404, "not_found");
});
