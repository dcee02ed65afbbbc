//! A small export of a MongoDB database: all 22 collections, in the three spellings of Extended JSON.

/// How the export spells its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    Canonical,
    Relaxed,
    V1,
}

/// The nth id of the export.
pub fn id(n: u32) -> String {
    format!("6500000000000000{n:08x}")
}

/// The hash of `correct horse battery`, as bcrypt in Node.js makes it (cost 4, to be quick).
pub const BCRYPT: &str = "$2b$04$rgfXBGCNNVFV0oJyzEdB1.sCsLmdLxIwIZxZEUsiyhiTqz.C2B7fC";

/// `#7` is the id 7, `^2026-01-02T03:04:05.678Z` an instant, `%12` a whole number, `~12.5` a decimal.
fn spell(text: &str, spelling: Spelling) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '^', '%', '~']) {
        let (before, mark) = (&rest[..at], rest.as_bytes()[at]);
        out.push_str(before);
        let tail = &rest[at + 1..];
        let end = tail.find([',', '}', ']', ' ']).unwrap_or(tail.len());
        let value = &tail[..end];
        out.push_str(&match (mark, spelling) {
            (b'#', _) => format!(r#"{{"$oid":"{}"}}"#, id(value.parse().unwrap())),
            (b'^', Spelling::Canonical) => format!(r#"{{"$date":{{"$numberLong":"{}"}}}}"#, millis(value)),
            (b'^', Spelling::Relaxed) => format!(r#"{{"$date":"{value}"}}"#),
            (b'^', Spelling::V1) => format!(r#"{{"$date":{}}}"#, millis(value)),
            (b'%', Spelling::Canonical) => format!(r#"{{"$numberInt":"{value}"}}"#),
            (b'%', Spelling::V1) => format!(r#"{{"$numberLong":"{value}"}}"#),
            (b'~', Spelling::Canonical) => format!(r#"{{"$numberDecimal":"{value}"}}"#),
            _ => value.to_owned(),
        });
        rest = &tail[end..];
    }
    out + rest
}

fn millis(at: &str) -> i64 {
    at.parse::<guildhall_core::time::Timestamp>().unwrap().0 / 1000
}

/// The files of the export: name and text.
pub fn files(spelling: Spelling) -> Vec<(String, String)> {
    let at = "^2026-01-02T03:04:05.678Z";
    let comments = if spelling == Spelling::Relaxed {
        format!(
            r#"{{"_id":#40,"taskId":#31,"userId":#11,"text":"First","replies":[#41,#499],"createdAt":{at}}}
{{"_id":#41,"taskId":#31,"userId":#10,"text":"Second","createdAt":{at}}}"#
        )
    } else {
        format!(
            r#"{{"_id":#40,"task":#31,"user":#11,"content":"First","replies":[#41,#499],"createdAt":{at}}}
{{"_id":#41,"task":#31,"user":#10,"content":"Second","createdAt":{at}}}"#
        )
    };
    let all: Vec<(&str, String)> = vec![
        (
            "organizations.json",
            format!(r#"[{{"_id":#1,"name":"Lovelace Ltd","domain":"lovelace.example","createdAt":{at}}},{{"_id":#2,"name":"Others"}}]"#),
        ),
        (
            "users.json",
            format!(
                r#"{{"_id":#10,"name":"Ada Lovelace","email":"Ada@Lovelace.example","passwordHash":"{BCRYPT}","organizationId":#1,"roles":[],"__v":0}}
{{"_id":#11,"name":"Grace Hopper","email":"grace@lovelace.example","passwordHash":"{BCRYPT}","organizationId":#1}}
{{"_id":#12,"name":"Eve","email":"eve@others.example","passwordHash":"{BCRYPT}","organizationId":#2}}"#
            ),
        ),
        (
            "roleassignments.json",
            r#"{"_id":#15,"userId":#10,"organizationId":#1,"role":"Owner"}
{"_id":#16,"userId":#11,"organizationId":#1,"role":"Editor"}
{"_id":#17,"userId":#11,"organizationId":#1,"role":"Viewer"}
{"_id":#18,"userId":#12,"organizationId":#2,"role":"Admin"}"#
                .into(),
        ),
        (
            "projects.json",
            format!(
                r#"{{"_id":#20,"name":"Engine","description":"Of brass","organizationId":#1,"ownerId":#10,"memberIds":[#10,#11,#404],"startDate":^2026-01-01T00:00:00.000Z,"status":"In Progress","priority":"Medium","createdAt":{at},"updatedAt":{at}}}
{{"_id":#21,"name":"Secret of others","organizationId":#2,"ownerId":#12}}
{{"_id":#22,"name":"Nobody's","organizationId":#1,"ownerId":#405}}"#
            ),
        ),
        (
            "fielddefinitions.json",
            r#"{"_id":#25,"organizationId":#1,"projectId":#20,"name":"Phase","type":"select","options":["One","Two"],"required":false}"#.into(),
        ),
        (
            "tasks.json",
            format!(
                r#"{{"_id":#32,"projectId":#20,"parentId":#31,"ancestors":[#31],"title":"Cut the wheels","status":"doing","dependsOn":[#30,#406],"mood":"fine"}}
{{"_id":#30,"projectId":#20,"title":"Draw","status":"COMPLETED","assigneeId":#11,"startDate":{at},"endDate":^2026-01-05T12:00:00.000Z,"dueDate":^2026-01-06T12:00:00.000Z,"estimateHours":%12,"estimateCost":~99.9500,"currency":"EUR","customFields":[{{"fieldId":#25,"value":"Two"}}],"mood":"gay"}}
{{"_id":#31,"projectId":#20,"title":"Build","status":"Simmering","priority":"P1","dependsOn":[#33]}}
{{"_id":#33,"projectId":#20,"title":"Test","dependsOn":[#31],"parentId":#407}}
{{"_id":#34,"projectId":#408,"title":"Lost"}}
{{"_id":#35,"projectId":#21,"title":"Not ours"}}"#
            ),
        ),
        ("comments.json", comments),
        ("attachments.json", format!(r#"{{"_id":#45,"task":#30,"filename":"plan.pdf","filepath":"/uploads/plan.pdf","fileType":"application/pdf","fileSize":%1234,"uploadedBy":#11,"organizationId":#1,"createdAt":{at}}}"#)),
        ("checklists.json", r#"{"_id":#46,"taskId":#30,"items":[{"_id":#461,"text":"Ink","done":true},{"text":"Paper","done":false}]}"#.into()),
        ("aisuggestions.json", format!(r#"{{"_id":#47,"taskId":#30,"type":"labels","content":"drawing","generatedAt":{at}}}"#)),
        ("formtemplates.json", format!(r#"{{"_id":#50,"organizationId":#1,"name":"Request","fields":[{{"id":"what","label":"What?","type":"textarea","required":true}},{{"id":"n","label":"How many","type":"number"}}],"createdBy":#10,"createdAt":{at}}}"#)),
        ("formrequests.json", format!(r#"{{"_id":#51,"templateId":#50,"organizationId":#1,"submittedBy":#11,"data":{{"what":"Brass","n":%7,"old":"x"}},"status":"rejected","assignedTo":#10,"createdAt":{at}}}"#)),
        ("contacts.json", r#"{"_id":#60,"organizationId":#1,"name":"Charles Babbage","email":"Charles@Babbage.example","company":"Engines","ownerId":#10,"source":"Fair"}"#.into()),
        ("deals.json", r#"{"_id":#61,"organizationId":#1,"name":"One engine","contactId":#60,"value":~1500.25,"currency":"GBP","stage":"Closed Won","assignedTo":#11}"#.into()),
        ("commlogs.json", format!(r#"{{"_id":#62,"organizationId":#1,"contactId":#60,"dealId":#61,"type":"Phone","timestamp":{at},"notes":"He said yes","createdBy":#10}}"#)),
        ("integrations.json", r#"{"_id":#70,"organizationId":#1,"type":"slack","credentials":{"token":"xoxb-secret"},"config":{"channel":"engine"},"enabled":true}"#.into()),
        ("synclogs.json", format!(r#"{{"_id":#71,"integrationId":#70,"action":"post","status":"failed","timestamp":{at},"details":"timeout"}}"#)),
        ("files.json", format!(r#"{{"_id":#80,"projectId":#20,"taskId":#30,"filename":"drawing.png","mimeType":"image/png","currentVersion":%2,"versions":[{{"versionNumber":%1,"uploadedBy":#10,"url":"/f/1","uploadDate":{at}}},{{"versionNumber":%2,"uploadedBy":#11,"url":"/f/2","uploadDate":{at}}}],"createdAt":{at}}}"#)),
        ("approvals.json", format!(r#"{{"_id":#81,"fileId":#80,"versionNumber":%2,"reviewerId":#11,"status":"approved","comments":"Fine","reviewedAt":{at}}}"#)),
        ("expenses.json", r#"{"_id":#90,"projectId":#20,"taskId":#30,"amount":~12.34,"description":"Brass","date":^2026-01-03T00:00:00.000Z,"createdBy":#11,"currency":"GBP"}"#.into()),
        ("chatrooms.json", format!(r#"{{"_id":#95,"projectId":#20,"name":"Engine room","memberIds":[#10,#11],"createdAt":{at}}}"#)),
        ("messages.json", format!(r#"{{"_id":#97,"roomId":#95,"senderId":#11,"content":"Later","createdAt":^2026-01-03T00:00:00.000Z}}
{{"_id":#96,"roomId":#95,"senderId":#10,"content":"Hello","attachments":[{{"name":"a.png","url":"https://x.example/a.png"}}],"createdAt":{at}}}"#)),
    ];
    all.into_iter().map(|(name, text)| (name.to_owned(), spell(&text, spelling))).collect()
}
