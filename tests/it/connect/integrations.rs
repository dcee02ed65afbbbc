//! Integrations: their settings, who sees them, their log, and trying again.

use guildhall_core::connect::connector::Outcome;
use guildhall_core::connect::{Connector, Connectors, Integration, Outside, SyncLog};
use guildhall_core::{Caller, Ctx, Error, Result};
use guildhall_store::BoxFuture;
use guildhall_tests::{Person, World, both, text};
use serde_json::{Value, json};
use std::sync::Arc;

both!(settings_are_checked_by_type, |world: World| async move {
    let ada = world.founder("Ada").await;
    for (body, pointer) in [
        (json!({}), "/type"),
        (json!({"type": "fax"}), "/type"),
        (json!({"type": "webhook", "config": {"url": "ftp://x"}}), "/config/url"),
        (json!({"type": "github", "config": {"repository": "one"}}), "/config/repository"),
        (json!({"type": "slack", "config": {"botToken": "xoxb"}}), "/config/botToken"),
        (json!({"type": "slack", "config": []}), "/config"),
        (json!({"type": "slack", "enabled": "yes"}), "/enabled"),
        (json!({"type": "slack", "lastSync": "2026-03-01T00:00:00Z"}), "/lastSync"),
    ] {
        let refused = ada.post("integrations", body.clone()).await.expect(422);
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{body}");
    }
    let hook = json!({"type": "webhook", "name": "CI", "config": {"url": "https://example.org/a", "note": "x"}});
    let id = ada.make("integrations", hook).await;
    let path = format!("integrations/{id}");
    let changed = ada.patch(&path, json!({"config": {"note": null, "events": ["task.created"]}})).await.expect(200);
    assert_eq!(changed["config"], json!({"url": "https://example.org/a", "events": ["task.created"]}));
    ada.patch(&path, json!({"type": "slack"})).await.expect(422);
    ada.patch(&path, json!({"config": {"url": "https://u:p@example.org"}})).await.expect(422);
    for role in ["Editor", "Viewer", "Guest"] {
        let other = ada.invite(role, role).await;
        other.get("integrations").await.problem(403, "forbidden");
        other.get("sync-logs").await.problem(403, "forbidden");
        other.post(&format!("{path}/check"), json!({})).await.problem(403, "forbidden");
        let events = other.get("events?limit=200").await.expect(200).to_string();
        assert!(!events.contains("Integration") && !events.contains("SyncLog"), "{role} reads {events}");
    }
});

both!(a_check_is_written_down_and_goes_with_its_integration, |world: World| async move {
    let ada = world.founder("Ada").await;
    let id = ada.make("integrations", json!({"type": "webhook"})).await;
    let path = format!("integrations/{id}");
    let failed = ada.post(&format!("{path}/check"), json!({})).await.expect(200);
    assert_eq!(
        (&failed["status"], &failed["action"], &failed["direction"]),
        (&json!("fail"), &json!("check"), &json!("out"))
    );
    assert_eq!(failed["details"]["problems"].as_array().map(Vec::len), Some(2), "{failed}");
    assert_eq!((&failed["can"], &ada.get(&path).await.expect(200)["lastSync"]), (&json!(["retry"]), &Value::Null));
    let ready = json!({"config": {"url": "https://example.org"}, "credentials": {"secret": "whsec_0123456789"}});
    ada.patch(&path, ready).await.expect(200);
    let retry = format!("sync-logs/{}/retry", text(&failed["id"]));
    let dry = ada.post(&format!("{retry}?dryRun=true"), json!({})).await.expect(200);
    assert_eq!(dry["status"], "success");
    let again = ada.post(&retry, json!({})).await.expect(200);
    assert_eq!((&again["status"], &again["details"]["retryOf"]), (&json!("success"), &failed["id"]));
    ada.post(&format!("sync-logs/{}/retry", text(&again["id"])), json!({})).await.problem(409, "not_retryable");
    assert_eq!(ada.all(&format!("sync-logs?integrationId={id}&sort=-timestamp")).await.len(), 2);
    assert_eq!(ada.all("sync-logs?status=fail").await.len(), 1);
    let log = format!("sync-logs/{}", text(&failed["id"]));
    ada.patch(&log, json!({"status": "success"})).await.expect(405);
    ada.delete(&log).await.expect(405);
    ada.delete(&path).await.expect(204);
    assert!(ada.all("sync-logs").await.is_empty());
    ada.post(&format!("{path}/restore"), json!({})).await.expect(200);
    assert_eq!(ada.all("sync-logs").await.len(), 2);
    assert_eq!(ada.get(&path).await.expect(200)["credentials"]["set"], true, "secrets come back with it");
    ada.delete(&path).await.expect(204);
    ada.delete(&format!("{path}?purge=true")).await.expect(204);
    assert!(ada.all("sync-logs?deleted=true").await.is_empty());
});

/// Says that it did it.
struct Echo;

impl Connector for Echo {
    fn kind(&self) -> &'static str {
        "webhook"
    }

    fn retry<'a>(&'a self, _: &'a mut Ctx, of: &'a Integration, failed: &'a SyncLog) -> BoxFuture<'a, Result<Outcome>> {
        let details = json!({"sent": failed.action, "to": of.name});
        Box::pin(async move { Ok(Outcome { status: "success", details }) })
    }
}

/// A delivery that failed.
async fn failure(who: &Person<'_>, integration: &str) -> String {
    let integration: guildhall_store::Id<Integration> = integration.parse().unwrap();
    let caller = caller(who);
    let written = who.world.app.write(&caller, move |cx| {
        Box::pin(async move { SyncLog::write(cx, integration, "deliver", "fail", json!("timed out")).await })
    });
    written.await.unwrap().id.to_string()
}

fn caller(who: &Person<'_>) -> Caller {
    let (user, organization) = (who.id.parse().unwrap(), who.organization.parse().unwrap());
    Caller { user, organization, limit: None, origin: "".into() }
}

both!(only_what_somebody_is_there_for_is_tried_again, |world: World| async move {
    let ada = world.founder("Ada").await;
    let id = ada.make("integrations", json!({"type": "webhook", "name": "CI"})).await;
    let failed = failure(&ada, &id).await;
    let refused = ada.post(&format!("sync-logs/{failed}/retry"), json!({})).await.problem(409, "not_retryable");
    assert!(refused["detail"].as_str().unwrap().contains("webhook"), "{refused}");
    assert_eq!(ada.get(&format!("sync-logs/{failed}")).await.expect(200)["details"], "timed out");
    let connectors = Connectors::default().with(Arc::new(Echo));
    let app = world.app.clone().with_outside(Outside { connectors, ..Outside::default() });
    let log = failed.parse().unwrap();
    let done = app.write(&caller(&ada), move |cx| Box::pin(SyncLog::retry(cx, log))).await.unwrap();
    assert_eq!((done.status.as_str(), done.action.as_str()), ("success", "deliver"));
    assert_eq!(done.details.0.0, json!({"sent": "deliver", "to": "CI", "retryOf": failed}));
    ada.patch(&format!("integrations/{id}"), json!({"enabled": false})).await.expect(200);
    let off = app.write(&caller(&ada), move |cx| Box::pin(SyncLog::retry(cx, log))).await;
    assert!(matches!(off, Err(Error::Conflict { code: "not_retryable", .. })), "{off:?}");
});
