#!/usr/bin/env python3
"""Makes an account with the sample organization and writes the settings of a schemathesis run against it.

usage: schemathesis_config.py BASE_URL FOLDER

FOLDER gets schemathesis.toml and openapi.json, the server's document with an example of every body and of every id in
a path. Parameters and references get ids that exist, three times out of four: an id made up is 404 or 422 and says
nothing of the rest.
"""

import functools
import json
import pathlib
import sys
import urllib.error
import urllib.request

base = sys.argv[1].rstrip("/")
token = None

# These end the credentials or the organization that the run needs. The last Admin cannot be removed or lowered, and
# a password is changed only by who knows the old one.
ENDING = ["auth_logout", "token_revoke", "organization_delete"]
# Each makes a whole organization with hundreds of rows; a few are enough.
SLOW = ["organization_sample"]


def call(method, path, body=None, form=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = None
    if form is not None:
        edge = "edge-of-the-form"
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in form.items()]
        file = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nText\r\n--{edge}--\r\n'
        data, headers["Content-Type"] = ("".join(parts) + file).encode(), f"multipart/form-data; boundary={edge}"
    elif body is not None:
        data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
    request = urllib.request.Request(base + path, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode(errors='replace')[:500]}")


account = {"name": "Sam", "email": "sam@example.com", "password": "correct horse battery", "organizationName": "Sam & Co"}
registered = call("POST", "/api/v1/auth/register", account)
token = registered["token"]
me = registered["user"]["id"]
organization = call("POST", "/api/v1/organizations/sample")["id"]
root = f"/api/v1/organizations/{organization}"

# Where the references of a body lead; the others are called like their collection.
LEADS = {
    "task": "tasks", "taskId": "tasks", "projectId": "projects", "calendarId": "calendars", "contactId": "contacts",
    "dealId": "deals", "pipelineId": "pipelines", "ownerId": "members", "assignedTo": "members", "assigneeId": "members",
    "reviewerId": "members", "userId": "members", "memberIds": "members", "fileId": "files",
    "templateId": "form-templates", "roomId": "chat-rooms", "replyTo": "messages", "labels": "labels",
    "dependsOn": "tasks", "evidence": "tasks",
}


def make(path, body=None, form=None):
    return call("POST", f"{root}/{path}", body, form)["id"]


def both(path, body=None, form=None):
    """Makes two, of which one goes to the trash; the id of the other."""
    call("DELETE", f"{root}/{path}/{make(path, body, form)}")
    return make(path, body, form)


def furnish():
    """One of what the sample does not have, and one in the trash."""
    task = call("GET", f"{root}/tasks?limit=1")["data"][0]["id"]
    project = both("projects", {"name": "Project"})
    both("tasks", {"projectId": project, "title": "Task"})
    both("comments", {"task": task, "content": "Said"})
    both("calendars", {"name": "Calendar", "week": {"mon": [["08:00", "12:00"]]}})
    both("attachments", form={"task": task})
    file = both("files", form={"taskId": task})
    make("approvals", {"fileId": file, "reviewerId": me})
    contact = both("contacts", {"name": "Contact"})
    deal = both("deals", {"name": "Deal", "contactId": contact, "value": 10})
    both("pipelines", {"name": "Pipeline"})
    both("comm-logs", {"dealId": deal, "type": "note", "notes": "Said"})
    both("expenses", {"taskId": task, "amount": 5})
    room = both("chat-rooms", {"projectId": project, "name": "Room"})
    make("messages", {"roomId": room, "content": "Said"})
    form = both("form-templates", {"name": "Form", "fields": [{"id": "why", "label": "Why?", "type": "text"}]})
    both("form-requests", {"templateId": form, "data": {"why": "So"}})
    hook = both("integrations", {"type": "webhook", "name": "Hook", "credentials": {"secret": "whsec"}})
    call("POST", f"{root}/integrations/{hook}/check", {})
    both("ai-suggestions", {"taskId": task, "type": "summary", "content": "Short"})
    both("field-definitions", {"name": "Size", "type": "number"})
    both("views", {"name": "View", "area": "tasks"})
    both("labels", {"name": "Label"})
    both("roles", {"name": "Role", "permissions": ["task:read"]})
    both("checklists", {"taskId": task, "title": "List", "items": [{"text": "Item"}]})


@functools.cache
def ids(collection):
    """Some ids that may stand for `collection`; `:trash` after its name means what lies in the trash."""
    path, _, trash = collection.partition(":")
    if path == "items":
        return [item["id"] for row in call("GET", f"{root}/checklists?limit=20")["data"] for item in row["items"]]
    if path == "batches":
        body = {"operations": [{"op": "create", "name": "In bulk"}]}
        return [call("POST", f"{root}/labels/bulk", body)["batchId"]]
    if path == "invitations-by-token":
        return [call("POST", f"{root}/invitations", {"email": "new@example.com", "role": "Viewer"})["token"]]
    rows = call("GET", f"{root}/{path}?limit=20" + ("&deleted=true" if trash else "")).get("data", [])
    return [row["id"] for row in rows if "id" in row]


def bound(document, path, operation):
    """Which parameters and fields of a body mean which collection."""
    parts = path.split("/")
    places = {
        "{id}": (parts[5] if len(parts) > 5 else "") + (":trash" if path.endswith("/restore") else ""),
        "{taskId}": "tasks", "{userId}": "members", "{itemId}": "items", "{batchId}": "batches",
        "{token}": "invitations-by-token",
    }
    if "/me/" not in path:
        for part in parts:
            if part in places and part != "{organizationId}":
                yield f"path.{part[1:-1]}", places[part]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        for name, field in schema.get("properties", {}).items():
            if name in LEADS:
                many = "array" in json.dumps(field.get("type", ""))
                yield f"body.{name}" + ("[*]" if many else ""), LEADS[name]


def settings(document):
    known, sections = {}, []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            lines = []
            for name, collection in bound(document, path, operation):
                if collection not in known:
                    known[collection] = ids(collection)
                if known[collection]:
                    lines.append(f'"{name}" = {{ dictionary = "{collection}", probability = 0.75 }}')
            if lines:
                sections += ["[[operations]]", f'include-operation-id = "{operation["operationId"]}"']
                sections += ["[operations.parameters]", *lines, ""]
    for collection, values in known.items():
        if values:
            sections += [f'[dictionaries."{collection}"]', f"values = {json.dumps(values)}", ""]
    return sections


def examples(document):
    """Adds a right body where one is known, and an id that exists where one stands in a path."""
    one = {name: (ids(name) or [None])[0] for name in set(LEADS.values())}
    bodies = {
        "project_create": {"name": "One more"},
        "project_change": {"description": "Changed"},
        "task_create": {"projectId": one["projects"], "title": "One more"},
        "task_change": {"title": "Changed", "priority": "high"},
        "task_move": {},
        "task_suggest": {"type": "duplicates"},
        "comment_create": {"task": one["tasks"], "content": "One more"},
        "comment_change": {"content": "Changed"},
        "checklist_create": {"taskId": one["tasks"], "title": "One more"},
        "checklist_item_add": {"text": "One more"},
        "checklist_item_change": {"done": True},
        "calendar_create": {"name": "One more", "week": {"mon": [["08:00", "12:00"]]}},
        "expense_create": {"projectId": one["projects"], "amount": 1},
        "contact_create": {"name": "One more"},
        "deal_create": {"name": "One more", "contactId": one["contacts"]},
        "deal_stage": {"stage": "negotiation"},
        "comm_log_create": {"contactId": one["contacts"], "type": "call"},
        "pipeline_create": {"name": "One more"},
        "chat_room_create": {"projectId": one["projects"], "name": "One more"},
        "chat_room_mark_read": {"number": 0},
        "message_create": {"roomId": one["chat-rooms"], "content": "One more"},
        "message_change": {"content": "Changed"},
        "form_template_create": {"name": "One more", "fields": [{"label": "Why?", "type": "text"}]},
        "form_request_create": {"templateId": one["form-templates"], "data": {"why": "One more"}},
        "form_request_decide": {"status": "denied", "reason": "Not now"},
        "integration_create": {"type": "slack", "credentials": {"botToken": "xoxb-one-more"}},
        "ai_suggestion_create": {"taskId": one["tasks"], "type": "summary", "content": "One more"},
        "ai_suggestion_decide": {"status": "rejected"},
        "approval_create": {"fileId": one["files"], "reviewerId": me},
        "approval_decide": {"status": "approved"},
        "view_create": {"name": "One more", "area": "tasks"},
        "label_create": {"name": "One more"},
        "label_bulk": {"operations": [{"op": "create", "name": "In bulk, one more"}]},
        "field_definition_create": {"name": "One more", "type": "dropdown", "options": ["a", "b"]},
        "role_create": {"name": "One more", "permissions": ["task:read"]},
        "invitation_create": {"email": "another@example.com", "role": "Viewer"},
        "token_create": {"name": "One more"},
        "organization_create": {"name": "One more"},
        "organization_change": {"name": "Changed"},
        "me_change": {"name": "Changed"},
        "attachment_create": {"task": one["tasks"], "file": "Text"},
        "file_create": {"taskId": one["tasks"], "file": "Text"},
        "file_version_add": {"file": "Text"},
    }
    for path, methods in document["paths"].items():
        for operation in methods.values():
            # The keys that come to its mind are few: nearly every POST would be the repetition of another.
            if operation["operationId"] not in ("label_create", "task_create"):
                named = operation.get("parameters", [])
                operation["parameters"] = [one for one in named if one["name"] != "Idempotency-Key"]
            places = dict(bound(document, path, operation))
            for parameter in operation.get("parameters", []):
                known = ids(places[at]) if (at := f"path.{parameter['name']}") in places else None
                if parameter["in"] == "path" and known:
                    parameter["example"] = known[0]
                elif parameter["name"] == "limit":
                    parameter["example"] = 5
            body = bodies.get(operation["operationId"])
            if body:
                for content in operation["requestBody"]["content"].values():
                    content["example"] = body
    return document


furnish()
document = call("GET", "/api/v1/openapi.json")
out = [f'headers = {{ Authorization = "Bearer {token}" }}', "", "[parameters]"]
out += [f'"path.organizationId" = "{organization}"', '"path.n" = 1']
# Only the last event: to undo the first ones takes the organization away.
out += [f'"path.seq" = {call("GET", f"{root}/events?order=desc&limit=1")["data"][0]["seq"]}', ""]
out += ["[phases.examples]", "fill-missing = true", "", "[cache]", "enabled = false", ""]
out += settings(document)
for name in ENDING + SLOW:
    out += ["[[operations]]", f'include-operation-id = "{name}"', "enabled = false", ""]
folder = pathlib.Path(sys.argv[2])
(folder / "schemathesis.toml").write_text("\n".join(out) + "\n")
(folder / "openapi.json").write_text(json.dumps(examples(document)))
