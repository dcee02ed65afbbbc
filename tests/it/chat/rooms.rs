//! Who is in a room, and that nobody else knows of it.

use super::{room, say};
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};

both!(a_room_is_of_a_project_and_of_people_who_see_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, guest) = (ada.invite("Bob", "Editor").await, ada.invite("Gus", "Guest").await);
    let stranger = world.founder("Stranger").await;
    let project = ada.project("Open").await;
    let private = ada.make("projects", json!({"name": "Closed", "visibility": "private"})).await;
    for (body, pointer, code) in [
        (json!({"name": "x"}), "/projectId", "required"),
        (json!({"projectId": project}), "/name", "required"),
        (json!({"projectId": project, "name": " "}), "/name", "required"),
        (json!({"projectId": stranger.id, "name": "x"}), "/projectId", "not_found"),
        (json!({"projectId": project, "name": "x", "kind": "party"}), "/kind", "one_of"),
        (json!({"projectId": project, "name": "x", "memberIds": [stranger.id]}), "/memberIds", "not_found"),
        // A guest to whom the project was not shown, an Editor to whom it is hidden: as unknown as a stranger.
        (json!({"projectId": project, "name": "x", "memberIds": [guest.id]}), "/memberIds", "not_found"),
        (json!({"projectId": private, "name": "x", "memberIds": [bob.id]}), "/memberIds", "not_found"),
    ] {
        let told = body.to_string();
        let refused = ada.post("chat-rooms", body).await.problem(422, code);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{told}");
    }
    let made = ada.post("chat-rooms", json!({"projectId": project, "name": "Talk", "memberIds": [bob.id]})).await;
    let made = made.expect(201);
    let mut people = [&ada.id, &bob.id];
    people.sort();
    assert_eq!((&made["memberIds"], &made["kind"], &made["unread"]), (&json!(people), &json!("room"), &json!(0)));
    let path = format!("chat-rooms/{}", text(&made["id"]));
    ada.patch(&path, json!({"projectId": private})).await.problem(422, "read_only");
    ada.patch(&path, json!({"memberIds": []})).await.problem(422, "size");
    ada.put(&format!("{path}/members/{}", guest.id), json!({})).await.problem(404, "not_found");
    ada.put(&format!("projects/{project}/members/{}", guest.id), json!({})).await.expect(200);
    ada.put(&format!("{path}/members/{}", guest.id), json!({})).await.expect(200);
    // A guest may leave, but neither take nor bring others.
    guest.get(&path).await.expect(200);
    guest.delete(&format!("{path}/members/{}", bob.id)).await.problem(403, "forbidden");
    guest.delete(&format!("{path}/members/{}", guest.id)).await.expect(200);
    guest.get(&path).await.problem(404, "not_found");
    bob.delete(&format!("{path}/members/{}", ada.id)).await.expect(200);
    ada.get(&path).await.problem(404, "not_found");
    bob.delete(&format!("{path}/members/{}", bob.id)).await.problem(409, "last_member");
});

/// Looks for a room and what was said in it, in every place where it could show.
async fn finds(who: &Person<'_>, room: &str, message: &str) -> bool {
    let (by_id, said) = (format!("chat-rooms/{room}"), format!("messages/{message}"));
    let read = [who.get(&by_id).await.status, who.get(&said).await.status];
    let mut all = String::new();
    for path in [
        "chat-rooms?limit=200&count=true",
        "chat-rooms?limit=200&deleted=true",
        "messages?limit=200&count=true&populate=roomId",
        &format!("messages?roomId={room}&sort=number"),
        "events?limit=200&order=desc",
        "events?limit=200",
        &format!("events?objectId={room}"),
        &format!("events?objectId={message}"),
    ] {
        all += &who.get(path).await.expect(200).to_string();
    }
    let named = all.contains(room) || all.contains(message) || all.contains("whispered");
    assert!(read == [200, 200] || read == [404, 404], "{read:?}");
    assert_eq!(named, read == [200, 200], "{}: {all}", who.name);
    named
}

both!(who_is_not_in_a_room_knows_nothing_of_it, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, carol) = (ada.invite("Bob", "Editor").await, ada.invite("Carol", "Admin").await);
    let project = ada.project("Open").await;
    let talk = room(&ada, &project, &[&bob]).await;
    let message = say(&ada, &talk, "whispered").await;
    assert!(finds(&ada, &talk, &message).await && finds(&bob, &talk, &message).await);
    assert!(!finds(&carol, &talk, &message).await, "an Admin is no exception");
    let own = room(&carol, &project, &[]).await;
    let refused = carol.post("messages", json!({"roomId": talk, "content": "x"})).await.problem(422, "not_found");
    let unknown = carol.post("messages", json!({"roomId": carol.id, "content": "x"})).await.problem(422, "not_found");
    assert_eq!(refused, unknown);
    carol.post("messages", json!({"roomId": own, "content": "x", "replyTo": message})).await.problem(422, "not_found");
    carol.put(&format!("chat-rooms/{talk}/members/{}", carol.id), json!({})).await.problem(404, "not_found");
    carol.put(&format!("chat-rooms/{talk}/read"), json!({"number": 0})).await.problem(404, "not_found");
    carol.patch(&format!("messages/{message}"), json!({"content": "x"})).await.problem(404, "not_found");
    carol.delete(&format!("messages/{message}")).await.problem(404, "not_found");
    carol.delete(&format!("chat-rooms/{talk}")).await.problem(404, "not_found");
    // Who loses the project loses the room, and finds it again with the project.
    ada.patch(&format!("projects/{project}"), json!({"visibility": "private"})).await.expect(200);
    assert!(!finds(&bob, &talk, &message).await);
    bob.post("messages", json!({"roomId": talk, "content": "x"})).await.problem(422, "not_found");
    ada.put(&format!("projects/{project}/members/{}", bob.id), json!({})).await.expect(200);
    assert!(finds(&bob, &talk, &message).await);
    ada.delete(&format!("chat-rooms/{talk}/members/{}", bob.id)).await.expect(200);
    assert!(!finds(&bob, &talk, &message).await);
});

both!(a_direct_room_is_the_only_one_of_its_people, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, carol) = (ada.invite("Bob", "Editor").await, ada.invite("Carol", "Admin").await);
    let project = ada.project("Open").await;
    let direct = |people: Value| json!({"kind": "direct", "memberIds": people});
    ada.post("chat-rooms", direct(json!([]))).await.problem(422, "size");
    ada.post("chat-rooms", direct(json!([ada.id]))).await.problem(422, "size");
    let both = json!({"kind": "direct", "memberIds": [bob.id], "projectId": project});
    ada.post("chat-rooms", both).await.problem(422, "direct");
    let made = ada.make("chat-rooms", direct(json!([bob.id]))).await;
    for (who, other) in [(&ada, &bob), (&bob, &ada)] {
        let refused = who.post("chat-rooms", direct(json!([other.id]))).await.problem(409, "exists");
        assert!(text(&refused["detail"]).contains(&made));
    }
    ada.make("chat-rooms", direct(json!([bob.id, carol.id]))).await;
    let message = say(&bob, &made, "whispered").await;
    assert!(finds(&ada, &made, &message).await && !finds(&carol, &made, &message).await);
    let path = format!("chat-rooms/{made}");
    ada.patch(&path, json!({"memberIds": [bob.id]})).await.problem(422, "direct");
    ada.put(&format!("{path}/members/{}", carol.id), json!({})).await.problem(409, "direct");
    ada.delete(&format!("{path}/members/{}", ada.id)).await.problem(409, "direct");
    ada.patch(&path, json!({"name": "Us"})).await.expect(200);
    // In the trash it makes room for another, and then does not come back.
    ada.delete(&path).await.expect(204);
    bob.get(&format!("messages/{message}")).await.problem(404, "not_found");
    let second = bob.make("chat-rooms", direct(json!([ada.id]))).await;
    ada.post(&format!("{path}/restore"), json!({})).await.problem(409, "exists");
    bob.delete(&format!("chat-rooms/{second}")).await.expect(204);
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    ada.get(&format!("messages/{message}")).await.expect(200);
});

both!(two_direct_rooms_of_the_same_people_are_never_made_at_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    for round in 0..8 {
        let bob = ada.invite(&format!("Bob {round}"), "Editor").await;
        let make = |who: String| json!({"kind": "direct", "memberIds": [who]});
        let (one, other) =
            tokio::join!(ada.post("chat-rooms", make(bob.id.clone())), bob.post("chat-rooms", make(ada.id.clone())));
        let mut all = [one.status, other.status];
        all.sort_unstable();
        assert_eq!(all, [201, 409], "{one:?} {other:?}");
    }
});

both!(a_project_takes_its_rooms_along, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.project("Open").await;
    let talk = room(&ada, &project, &[&bob]).await;
    let first = say(&ada, &talk, "hello").await;
    ada.make("messages", json!({"roomId": talk, "content": "hi", "replyTo": first})).await;
    let path = format!("projects/{project}");
    ada.delete(&path).await.expect(204);
    ada.get(&format!("chat-rooms/{talk}")).await.problem(404, "not_found");
    assert!(ada.all("messages").await.is_empty());
    ada.post(&format!("chat-rooms/{talk}/restore"), json!({})).await.problem(409, "project_in_trash");
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!((ada.all("chat-rooms").await.len(), bob.all("messages").await.len()), (1, 2));
    ada.delete(&path).await.expect(204);
    ada.delete(&format!("{path}?purge=true")).await.expect(204);
    assert!(ada.all("chat-rooms?deleted=true").await.is_empty());
    // One by itself goes for good the same way.
    let talk = room(&ada, &ada.project("Other").await, &[]).await;
    let first = say(&ada, &talk, "hello").await;
    ada.make("messages", json!({"roomId": talk, "content": "hi", "replyTo": first})).await;
    ada.delete(&format!("chat-rooms/{talk}")).await.expect(204);
    ada.delete(&format!("chat-rooms/{talk}?purge=true")).await.expect(204);
});

both!(who_leaves_the_organization_leaves_its_rooms, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let talk = room(&ada, &ada.project("Open").await, &[&bob]).await;
    let direct = ada.make("chat-rooms", json!({"kind": "direct", "memberIds": [bob.id]})).await;
    ada.delete(&format!("members/{}", bob.id)).await.expect(204);
    bob.get(&format!("chat-rooms/{talk}")).await.problem(404, "not_found");
    let people = |room: Value| room["memberIds"].as_array().unwrap().len();
    assert_eq!(people(ada.get(&format!("chat-rooms/{talk}")).await.expect(200)), 1);
    assert_eq!(people(ada.get(&format!("chat-rooms/{direct}")).await.expect(200)), 2);
});
