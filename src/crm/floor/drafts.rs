//! What people are in the middle of: each draft with whose it is and where it was typed.

use crate::domain::call::{Call, Phase};
use crate::domain::id::{CustomerId, UserId};
use crate::domain::presence::Presence;
use crate::domain::time::Timestamp;
use crate::door::CallId;
use crate::door::floor::{Content, Draft, Left, OpenCall};
use bincode::config::{Configuration, Limit, standard};
use serde::{Deserialize, Serialize};

/// The most drafts kept of one user; the oldest nobody types at goes first.
const MOST: usize = 50;
/// The layout of the bytes they are kept in.
const LAYOUT: u8 = 3;
/// The most bytes of all drafts.
const LONGEST: usize = 1 << 26;

fn layout() -> Configuration<bincode::config::LittleEndian, bincode::config::Varint, Limit<LONGEST>> {
    standard().with_limit()
}

/// A draft, whose it is, and where it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub draft: Draft,
    pub user: UserId,
    /// The session it is typed at; nothing once that is gone.
    pub session: Option<u64>,
    /// The terminal it was typed at last.
    pub origin: String,
    /// When that was heard of last.
    pub heard: Timestamp,
    /// The name of the colleague who had it before, while it was given to the user and they have not gone on with it.
    pub left_by: String,
}

/// A call whose screen is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftCall {
    /// The name it is kept under.
    pub id: CallId,
    /// Whose it is.
    pub by: UserId,
    /// The call.
    pub open: OpenCall,
}

/// All drafts, the one kept first in front.
#[derive(Debug, Default)]
pub struct Drafts(Vec<Kept>);

impl Drafts {
    /// The draft of this name.
    pub fn get_mut(&mut self, id: CallId) -> Option<&mut Kept> {
        self.0.iter_mut().find(|kept| kept.draft.id == id)
    }

    /// One more draft.
    pub fn add(&mut self, kept: Kept) {
        let of_user = self.0.iter().filter(|other| other.user == kept.user).count();
        let oldest = self.0.iter().position(|other| other.user == kept.user && other.session.is_none());
        if let Some(oldest) = oldest.filter(|_| of_user >= MOST) {
            self.0.remove(oldest);
        }
        self.0.push(kept);
    }

    /// Whether this user is on a call with this customer, at a screen that is there.
    pub fn is_on_call(&self, user: UserId, customer: CustomerId) -> bool {
        let at_screens = self.0.iter().filter(|kept| kept.user == user && kept.session.is_some());
        at_screens.filter_map(|kept| kept.draft.call()).any(|call| call.customer == Some(customer))
    }

    /// Takes the draft of this name out.
    pub fn remove(&mut self, id: CallId) -> Option<Kept> {
        let at = self.0.iter().position(|kept| kept.draft.id == id)?;
        Some(self.0.remove(at))
    }

    /// A session is gone, which was heard of last then. Says whether it left something open.
    pub fn leave(&mut self, session: u64, heard: Timestamp) -> bool {
        let mut left = false;
        for kept in self.0.iter_mut().filter(|kept| kept.session == Some(session)) {
            (kept.session, kept.heard, left) = (None, heard, true);
        }
        left
    }

    /// The call that is open at a session; of several the one that is talked on.
    pub fn call_at(&self, session: u64) -> Option<&Call> {
        let here = self.0.iter().filter(|kept| kept.session == Some(session));
        here.filter_map(|kept| kept.draft.call()).max_by_key(|call| call.phase() == Phase::Talking)
    }

    /// A call of this user's, by the name it is kept under.
    pub fn call_of(&self, user: UserId, id: CallId) -> Option<&OpenCall> {
        self.0.iter().find(|kept| kept.draft.id == id && kept.user == user)?.draft.open_call()
    }

    /// What a user has left open at other screens than this one, the latest first. A call can be gone on with while its
    /// screen is there; a form belongs to its screen as long as that is.
    pub fn left_by(&self, user: UserId, but_at: u64) -> impl Iterator<Item = &Kept> {
        let of_user = self.0.iter().rev().filter(move |kept| kept.user == user && kept.session != Some(but_at));
        of_user.filter(|kept| kept.session.is_none() || kept.draft.call().is_some())
    }

    /// The calls whose screens are gone.
    pub fn left_calls(&self) -> impl Iterator<Item = LeftCall> {
        let left = self.0.iter().filter(|kept| kept.session.is_none());
        left.filter_map(|kept| {
            Some(LeftCall { id: kept.draft.id, by: kept.user, open: kept.draft.open_call()?.clone() })
        })
    }

    /// What the calls a user is at amount to.
    pub fn presence(&self, user: UserId) -> Option<Presence> {
        let at = self.0.iter().filter(|kept| kept.user == user && kept.session.is_some());
        Presence::of_calls(at.filter_map(|kept| Presence::of_call(kept.draft.call()?)))
    }

    /// All of them in bytes.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = vec![LAYOUT];
        bytes.extend(bincode::serde::encode_to_vec(&self.0, layout()).ok()?);
        Some(bytes)
    }

    /// Those an earlier host kept; the sessions they were typed at are gone with it.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix(&[LAYOUT])?;
        let (mut kept, _): (Vec<Kept>, usize) = bincode::serde::decode_from_slice(bytes, layout()).ok()?;
        for one in &mut kept {
            one.session = None;
        }
        Some(Self(kept))
    }

    /// Forgets those this is true of.
    pub fn forget_where(&mut self, stored: impl Fn(CallId) -> bool) {
        self.0.retain(|kept| !stored(kept.draft.id));
    }
}

impl Kept {
    /// How it is offered to whoever may go on with it.
    pub fn as_left(&self, heard: Timestamp) -> Left {
        let (with, is_form) = match &self.draft.content {
            Content::Call(open) => (open.call.other_side(), false),
            Content::Form(form) => (form.title.as_str(), true),
        };
        Left {
            id: self.draft.id,
            with: with.to_owned(),
            is_form,
            origin: self.origin.clone(),
            heard,
            by: self.left_by.clone(),
        }
    }
}
