//! The sandbox, driven through real HTTP. Each test has a server of its own, on a free port.

#![allow(clippy::too_many_lines, reason = "a table of refusals is one test")]

mod bulk_changes;
mod calls;
mod campaigns;
mod catalog;
mod channels;
mod chat_changes;
mod chat_files;
mod chat_messages;
mod chats;
mod client;
mod contact_search;
mod contacts;
mod control;
mod delivery;
mod departments;
mod devices;
mod faults;
mod files;
mod group_members;
mod groups;
mod inbox;
mod journal;
mod labels;
mod linking;
mod manage;
mod messages;
mod numbers;
mod profile;
mod queue;
mod quick_replies;
mod receiver;
mod requests;
mod sending;
mod session;
mod statuses;
mod team;
mod uploads;
mod webhooks;
