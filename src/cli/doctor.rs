//! `doctor`: looks at everything that is kept, and mends what can be mended.

use super::error::{Failure, Outcome};
use super::session::{Session, unexpected};
use crate::domain::finding::{Finding, Severity};
use crate::door::maintenance::{Request, Response};
use clap::Args;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Look at everything, change nothing unless asked to.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet doctor --repair")]
pub struct Doctor {
    /// Back up, then put damaged values aside and make the indexes agree with the records
    #[arg(long)]
    repair: bool,
}

/// What a repair did.
#[derive(Debug, Serialize)]
struct Repaired {
    /// Keys and values put right.
    steps: u64,
    /// The backup of what was there before.
    before: Option<PathBuf>,
}

impl Doctor {
    /// Does so; damage that is left is a failure.
    pub fn run(self, session: &Session) -> Outcome {
        let request = if self.repair { Request::Repair } else { Request::Check };
        let (repaired, mut findings) = match session.ask_watched(request)? {
            Response::Checked(findings) => (None, findings),
            Response::Repaired { steps, findings, before } => (Some(Repaired { steps, before }), findings),
            _ => return Err(unexpected()),
        };
        findings.sort_by_key(|finding| (finding.severity(), finding.code()));
        let damage = findings.iter().filter(|finding| finding.severity() == Severity::Damage).count();
        if session.out.is_json() {
            let findings: Vec<_> = findings.iter().map(|finding| document(session, finding)).collect();
            session.out.json(&json!({ "findings": findings, "damage": damage > 0, "repaired": repaired }))?;
        } else {
            tell(session, repaired.as_ref(), &findings)?;
        }
        if damage > 0 { Err(Failure::failed("damage").with("count", damage)) } else { Ok(()) }
    }
}

/// What was looked at, then what is amiss: alike findings together, and once what to do about them.
fn tell(session: &Session, repaired: Option<&Repaired>, findings: &[Finding]) -> Outcome {
    let (words, out) = (session.words, session.out);
    let (fine, amiss): (Vec<_>, Vec<_>) = findings.iter().partition(|finding| finding.severity() == Severity::Fine);
    let areas: Vec<_> = fine.iter().map(|finding| session.word("area", &finding.concerns())).collect();
    let looked = areas.iter().zip(fine).map(|(area, finding)| (area.as_str(), words.finding(finding)));
    out.card(&looked.collect::<Vec<_>>())?;
    for alike in amiss.chunk_by(|one, other| one.code() == other.code()) {
        for finding in alike {
            let severity = session.word("severity", finding.severity().slug());
            out.line(&format!("{severity}: {}", words.finding(finding)))?;
        }
        alike.first().map_or(Ok(()), |finding| out.line(&format!("  {}", words.finding_hint(finding))))?;
    }
    if let Some(Repaired { steps, before }) = repaired {
        out.line(&words.tf("cli-repaired", &[("steps", (*steps).into())]))?;
        if let Some(before) = before {
            out.line(&words.tf("cli-before-repair", &[("file", before.display().to_string().into())]))?;
        }
    }
    if amiss.is_empty() { out.line(words.t("cli-all-well")) } else { Ok(()) }
}

fn document(session: &Session, finding: &Finding) -> Value {
    json!({
        "code": finding.code(),
        "severity": finding.severity(),
        "concerns": finding.concerns(),
        "message": session.words.finding(finding),
        "hint": session.words.finding_hint(finding),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{FakeDoor, run};
    use super::*;
    use crate::domain::finding::{Area, Place};
    use crate::domain::noun::{Noun, RecordRef};
    use crate::domain::reason::reason;
    use crate::door::Request as Asked;
    use std::sync::Arc;

    fn door(findings: Vec<Finding>) -> Arc<FakeDoor> {
        FakeDoor::new(move |request| {
            let answer = match request {
                Asked::Maintenance(Request::Check) => Response::Checked(findings.clone()),
                Asked::Maintenance(Request::Repair) => {
                    Response::Repaired { steps: 3, findings: findings.clone(), before: None }
                }
                other => panic!("{other:?}"),
            };
            Ok(answer.into())
        })
    }

    fn looked() -> Finding {
        Finding::Looked { area: Area::Values, count: 12 }
    }

    fn damaged(id: u64) -> Finding {
        let place = Place::Record(RecordRef { noun: Noun::Deal, id });
        Finding::ValueDamaged { place, why: reason("value-unreadable") }
    }

    #[test]
    fn a_healthy_store_is_said_to_be_well() {
        let (code, said, complaint) = run(&["doctor"], &door(vec![looked()]));
        assert_eq!((code, complaint.as_str()), (0, ""));
        assert_eq!(said, " Values  12 values are read\nEverything is well.\n");
    }

    #[test]
    fn damage_is_told_with_what_where_and_once_what_to_do_and_fails() {
        let (code, said, complaint) = run(&["doctor"], &door(vec![damaged(88), looked(), damaged(90)]));
        assert_eq!(code, 1);
        let lines: Vec<_> = said.lines().collect();
        assert_eq!(lines.len(), 4, "{said}");
        assert!(lines[1].starts_with("damage: deal D88 cannot be read"), "{said}");
        assert!(lines[3].starts_with("  callsheet doctor --repair"), "{said}");
        assert!(
            complaint.starts_with("callsheet: Damage was found, 2 in all; callsheet doctor --repair"),
            "{complaint}"
        );
    }

    #[test]
    fn a_note_is_no_failure() {
        let note = Finding::Leftover { file: "/x/store.damaged-1".into(), bytes: 12_345_678 };
        let (code, said, _) = run(&["doctor", "--repair"], &door(vec![note]));
        assert_eq!(code, 0);
        assert!(said.contains("12.3 MB") && said.contains("3 keys and values were put right"), "{said}");
    }

    #[test]
    fn a_script_reads_each_finding_by_code_severity_and_what_it_concerns() {
        let (code, said, _) = run(&["doctor", "--json"], &door(vec![damaged(88)]));
        let document: Value = serde_json::from_str(&said).unwrap();
        let finding = &document["findings"][0];
        let read = ["code", "severity", "concerns"].map(|field| finding[field].as_str().unwrap().to_owned());
        assert_eq!(read, ["value-damaged", "damage", "D88"]);
        assert_eq!((code, &document["damage"]), (1, &json!(true)));
    }
}
