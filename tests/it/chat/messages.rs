//! Messages: their numbers, safe retries, tombstones, how far one has read.

use super::{room, say};
use guildhall_tests::{World, both, text};
use serde_json::{Value, json};

const WRITERS: usize = 8;
const EACH: usize = 25;

both!(eight_writers_at_once_leave_no_gap_and_no_double, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let project = ada.project("Open").await;
    let rooms = [room(&ada, &project, &[&bob]).await, room(&ada, &project, &[&bob]).await];
    let writers = (0..WRITERS).map(|writer| {
        let (who, rooms) = (if writer % 2 == 0 { &ada } else { &bob }, &rooms);
        async move {
            for turn in 0..EACH {
                let body = json!({"roomId": rooms[turn % 2], "content": format!("{writer} {turn}")});
                // One that fails takes no number.
                let wrong = json!({"roomId": rooms[turn % 2], "content": "x", "replyTo": who.id});
                let (made, refused) = tokio::join!(who.post("messages", body), who.post("messages", wrong));
                made.expect(201);
                refused.problem(422, "not_found");
            }
        }
    });
    futures_util::future::join_all(writers).await;
    let mut total = 0;
    for room in &rooms {
        let listed = bob.all(&format!("messages?roomId={room}&sort=number")).await;
        let numbers: Vec<usize> =
            listed.iter().map(|m| usize::try_from(m["number"].as_u64().unwrap()).unwrap()).collect();
        assert_eq!(numbers, (1..=listed.len()).collect::<Vec<_>>());
        let seen = bob.get(&format!("chat-rooms/{room}")).await.expect(200);
        assert_eq!(seen["lastNumber"], json!(listed.len()));
        total += listed.len();
        // Each writer's own messages stand in the order in which they were sent.
        for writer in 0..WRITERS {
            let own = listed.iter().map(|m| text(&m["content"]));
            let turns = own.filter_map(|c| c.strip_prefix(&format!("{writer} ")).map(|t| t.parse::<usize>().unwrap()));
            assert!(turns.clone().zip(turns.skip(1)).all(|(a, b)| a < b));
        }
    }
    assert_eq!(total, WRITERS * EACH);
});

both!(a_message_sent_again_is_stored_once, |world: World| async move {
    let ada = world.founder("Ada").await;
    let bob = ada.invite("Bob", "Editor").await;
    let talk = room(&ada, &ada.project("Open").await, &[&bob]).await;
    let other = room(&ada, &ada.project("Other").await, &[]).await;
    let body = json!({"id": "0123456789abcdef01234567", "roomId": talk, "content": "once"});
    let all = futures_util::future::join_all((0..6).map(|_| ada.post("messages", body.clone()))).await;
    for answer in all {
        let message = answer.expect(201);
        assert_eq!((&message["id"], &message["number"]), (&body["id"], &json!(1)));
    }
    assert_eq!(ada.all("messages").await.len(), 1);
    let log = ada.get(&format!("events?objectId={}", text(&body["id"]))).await.expect(200);
    assert_eq!(log["data"].as_array().map(Vec::len), Some(1));
    // The same id for anything else is taken.
    let but = |field: &str, value: Value| {
        let mut body = body.clone();
        body[field] = value;
        body
    };
    for body in [
        but("content", json!("twice")),
        but("roomId", json!(other)),
        but("replyTo", body["id"].clone()),
        but("attachments", json!([{"name": "a.txt"}])),
    ] {
        ada.post("messages", body).await.problem(409, "taken");
    }
    bob.post("messages", body.clone()).await.problem(409, "taken");
    say(&bob, &talk, "next").await;
    assert_eq!(ada.get(&format!("chat-rooms/{talk}")).await.expect(200)["lastNumber"], 2, "no number was lost");
});

both!(what_is_deleted_leaves_a_tombstone, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, carol) = (ada.invite("Bob", "Editor").await, ada.invite("Carol", "Editor").await);
    let talk = room(&ada, &ada.project("Open").await, &[&bob, &carol]).await;
    let body = json!({"roomId": talk, "content": "**regret**", "attachments": [{"name": "a.png", "url": "https://x.example/a"}]});
    let message = bob.post("messages", body).await.expect(201);
    assert_eq!(message["contentHtml"], "<p><strong>regret</strong></p>\n");
    let path = format!("messages/{}", text(&message["id"]));
    carol.patch(&path, json!({"content": "mine"})).await.problem(403, "forbidden");
    carol.delete(&path).await.problem(403, "forbidden");
    ada.patch(&path, json!({"content": "mine"})).await.problem(403, "forbidden");
    let edited = bob.patch(&path, json!({"content": "better"})).await.expect(200);
    assert_eq!((&edited["editedAt"], &edited["number"]), (&edited["updatedAt"], &json!(1)));
    let reply = ada.make("messages", json!({"roomId": talk, "content": "why?", "replyTo": message["id"]})).await;
    ada.delete(&path).await.expect(204);
    ada.delete(&path).await.expect(204);
    let left = bob.get(&path).await.expect(200);
    assert_eq!(
        (&left["content"], &left["contentHtml"], &left["attachments"], &left["can"], &left["number"]),
        (&json!(""), &json!(""), &json!([]), &json!([]), &json!(1))
    );
    assert_eq!((&left["deletedAt"], &left["senderId"]), (&left["updatedAt"], &json!(bob.id)));
    let listed = bob.all("messages?sort=number").await;
    assert_eq!((&listed[0], &listed[1]["id"], &listed[1]["replyTo"]), (&left, &json!(reply), &message["id"]));
    bob.patch(&path, json!({"content": "back"})).await.problem(409, "deleted");
    bob.post(&format!("{path}/restore"), json!({})).await.problem(404, "not_found");
    bob.delete(&format!("{path}?purge=true")).await.problem(400, "unknown_parameter");
    // The log keeps what was said, for those who audit it alone.
    let silent = json!("");
    for (who, first, last) in [(&carol, &silent, &silent), (&ada, &json!("**regret**"), &json!("better"))] {
        let log = who.get(&format!("events?objectId={}", text(&message["id"]))).await.expect(200);
        let told: Vec<(&str, &Value)> = log["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| (e["action"].as_str().unwrap(), &e["before"]["content"]))
            .collect();
        assert_eq!(told, [("created", &Value::Null), ("updated", first), ("deleted", last)]);
        let made = &log["data"][0];
        assert_eq!(&made["after"]["content"], first);
        let was = who.get(&format!("{path}?as_of={}", made["seq"])).await.expect(200);
        assert_eq!((&was["content"], was["attachments"] == json!([])), (first, first == &silent));
    }
});

both!(every_value_of_a_message_is_checked, |world: World| async move {
    let ada = world.founder("Ada").await;
    let project = ada.project("Open").await;
    let (talk, other) = (room(&ada, &project, &[]).await, room(&ada, &project, &[]).await);
    let elsewhere = say(&ada, &other, "x").await;
    let with = |field: &str, value: Value| {
        let mut body = json!({"roomId": talk, "content": "x"});
        body[field] = value;
        body
    };
    let one = |value: Value| with("attachments", json!([value]));
    for (body, pointer, code) in [
        (with("content", json!("")), "/content", "required"),
        (with("content", json!(" \n ")), "/content", "required"),
        (with("content", json!("ü".repeat(40_001))), "/content", "too_long"),
        (with("replyTo", json!(elsewhere)), "/replyTo", "not_found"),
        (with("senderId", json!(ada.id)), "/senderId", "read_only"),
        (with("number", json!(7)), "/number", "read_only"),
        (with("attachments", json!(vec![json!({"name": "x"}); 51])), "/attachments", "too_many"),
        (one(json!({"name": ""})), "/attachments", "attachment"),
        (one(json!({"name": "x".repeat(256)})), "/attachments", "attachment"),
        (one(json!({"name": "x", "url": "javascript:alert(1)"})), "/attachments", "attachment"),
        (one(json!({"name": "x", "url": "https://x y"})), "/attachments", "attachment"),
        (one(json!({"name": "x", "size": -1})), "/attachments", "attachment"),
        (one(json!({"name": "x", "mediaType": "png"})), "/attachments", "attachment"),
        (one(json!({"name": "x", "path": "/etc"})), "/attachments", "format"),
        (one(json!({"url": "https://x.example"})), "/attachments", "format"),
    ] {
        let refused = ada.post("messages", body).await.problem(422, code);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{code}");
    }
    ada.post("messages", with("content", json!("ü".repeat(40_000)))).await.expect(201);
    let whole = json!({"name": "a.png", "url": "/api/v1/x", "mediaType": "image/png", "size": 7});
    assert_eq!(ada.post("messages", one(whole.clone())).await.expect(201)["attachments"], json!([whole]));
});

both!(everybody_reads_for_themselves, |world: World| async move {
    let ada = world.founder("Ada").await;
    let (bob, vic) = (ada.invite("Bob", "Editor").await, ada.invite("Vic", "Viewer").await);
    let project = ada.project("Open").await;
    let talk = room(&ada, &project, &[&bob, &vic]).await;
    let path = format!("chat-rooms/{talk}");
    for number in 0..3 {
        say(&ada, &talk, &number.to_string()).await;
    }
    let unread = |room: Value| (room["readNumber"].as_i64().unwrap(), room["unread"].as_i64().unwrap());
    assert_eq!(unread(ada.get(&path).await.expect(200)), (3, 0), "who writes has read");
    assert_eq!(unread(bob.get(&path).await.expect(200)), (0, 3));
    let before = ada.get("events?limit=1&order=desc").await.expect(200);
    let revision = bob.get(&path).await.expect(200)["revision"].clone();
    let read = vic.put(&format!("{path}/read"), json!({"number": 2})).await.expect(200);
    assert_eq!((&read["revision"], unread(read.clone())), (&revision, (2, 1)), "a Viewer reads, too");
    vic.put(&format!("{path}/read"), json!({"number": 3})).await.expect(200);
    let back = vic.put(&format!("{path}/read"), json!({"number": 1})).await.expect(200);
    assert_eq!(unread(back), (1, 2), "and marks as unread");
    for number in [json!(4), json!(-1), json!("1"), json!(1.5), json!(null)] {
        let refused = vic.put(&format!("{path}/read"), json!({"number": number})).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], "/number");
    }
    assert_eq!(ada.get("events?limit=1&order=desc").await.expect(200), before, "nobody else learns of it");
    assert_eq!(unread(bob.all("chat-rooms").await.remove(0)), (0, 3));
    // Who comes later need not read what was said before.
    let late = ada.invite("Late", "Editor").await;
    ada.put(&format!("{path}/members/{}", late.id), json!({})).await.expect(200);
    assert_eq!(unread(late.get(&path).await.expect(200)), (3, 0));
    vic.post("messages", json!({"roomId": talk, "content": "x"})).await.problem(403, "forbidden");
    let log = ada.get(&format!("events?objectId={talk}")).await.expect(200).to_string();
    assert!(!log.contains("unread") && !log.contains("readNumber"), "{log}");
});
