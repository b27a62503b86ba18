//! The bus within one process, as its two ends see it. Time is tokio's paused clock: nothing here waits for real.

use std::time::Duration;

use lotse_cluster::limits::{COMMAND_DEADLINE, FACTS_SPOOLED_MAX};
use lotse_cluster::{Full, NoAnswer, NodeBus, in_process};
use lotse_protocol::bus::{
    Announcement, BUS_PROTOCOL_VERSION, Command, Fact, NodeState, Reply, Seen,
};
use lotse_protocol::id::NodeId;
use lotse_protocol::time::Timestamp;
use lotse_protocol::token::NodePlace;
use tokio::time::{Instant, advance};
use uuid::Uuid;

fn place() -> NodePlace {
    NodePlace {
        node: NodeId::from_uuid(Uuid::from_u128(7)),
        epoch: 1,
    }
}

fn announce(node: &NodeBus) {
    node.announce(Announcement {
        place: place(),
        region: String::new(),
        url: String::new(),
        load_per_mille: 0,
        state: NodeState::Ready,
        protocol_version: BUS_PROTOCOL_VERSION,
    });
}

fn fact(number: u64) -> Fact {
    Fact {
        place: place(),
        number,
        at: Timestamp::from_millis(0),
        session: None,
        what: Seen::Paused,
    }
}

#[tokio::test(start_paused = true)]
async fn a_command_brings_back_the_nodes_answer() {
    let (control, mut node) = in_process();
    announce(&node);

    let asked = tokio::spawn(async move { control.command(place().node, Command::Drain).await });
    let order = node.next_command().await.unwrap();
    order.answer.send(Reply::Full).unwrap();

    assert_eq!(order.command, Command::Drain);
    assert_eq!(asked.await.unwrap(), Ok(Reply::Full));
}

#[tokio::test(start_paused = true)]
async fn a_node_that_never_answers_costs_the_deadline_and_no_more() {
    let (control, _node) = in_process();
    announce(&_node);
    let start = Instant::now();

    let answer = control.command(place().node, Command::Drain).await;

    assert_eq!(answer, Err(NoAnswer::TimedOut));
    assert_eq!(start.elapsed(), COMMAND_DEADLINE);
}

#[tokio::test(start_paused = true)]
async fn a_dead_node_is_told_at_once_and_leaves_the_table() {
    let (control, node) = in_process();
    announce(&node);
    assert_eq!(control.nodes().len(), 1);

    drop(node);
    let start = Instant::now();
    let answer = control.command(place().node, Command::Drain).await;

    assert_eq!(answer, Err(NoAnswer::NoSuchNode));
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(control.nodes().is_empty() && control.choose().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_node_that_lets_a_command_fall_gives_no_answer() {
    let (control, mut node) = in_process();
    announce(&node);

    let asked = tokio::spawn(async move { control.command(place().node, Command::Drain).await });
    drop(node.next_command().await);

    assert_eq!(asked.await.unwrap(), Err(NoAnswer::Dropped));
}

#[tokio::test(start_paused = true)]
async fn a_command_for_another_node_goes_nowhere() {
    let (control, node) = in_process();
    announce(&node);
    let other = NodeId::from_uuid(Uuid::from_u128(8));

    let answer = control.command(other, Command::Drain).await;

    assert_eq!(answer, Err(NoAnswer::NoSuchNode));
    assert_eq!(control.nodes().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_silent_node_is_not_chosen_and_still_gets_commands() {
    let (control, mut node) = in_process();
    announce(&node);

    advance(Duration::from_secs(6)).await;
    let chosen = control.choose();
    let asked = tokio::spawn(async move { control.command(place().node, Command::Drain).await });
    let order = node.next_command().await.unwrap();
    order.answer.send(Reply::Done).unwrap();

    assert_eq!(chosen, None);
    assert_eq!(asked.await.unwrap(), Ok(Reply::Done));
}

#[tokio::test(start_paused = true)]
async fn a_node_hears_that_every_control_plane_is_gone() {
    let (control, mut node) = in_process();

    drop(control);

    assert!(node.next_command().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_fact_wakes_the_reader_who_waits() {
    let (control, node) = in_process();
    let mut feed = control.facts().unwrap();

    let reader = tokio::spawn(async move { feed.next().await });
    tokio::task::yield_now().await;
    node.publish(fact(1)).unwrap();

    assert_eq!(reader.await.unwrap(), Some(fact(1)));
}

#[tokio::test(start_paused = true)]
async fn facts_nobody_stored_come_again_to_the_next_reader() {
    let (control, node) = in_process();
    for number in 1..=3 {
        node.publish(fact(number)).unwrap();
    }
    let mut first = control.facts().unwrap();
    assert!(
        control.facts().is_none(),
        "two readers would each see half of the acknowledgements"
    );
    for _ in 1..=3 {
        first.next().await.unwrap();
    }
    first.acknowledge(place(), 1);
    drop(first);

    let mut second = control.facts().unwrap();

    assert_eq!(second.next().await, Some(fact(2)));
    assert_eq!(second.next().await, Some(fact(3)));
}

#[tokio::test(start_paused = true)]
async fn a_nodes_last_facts_are_told_before_the_feed_ends() {
    let (control, node) = in_process();
    let mut feed = control.facts().unwrap();
    node.publish(fact(1)).unwrap();

    drop(node);

    assert_eq!(feed.next().await, Some(fact(1)));
    assert_eq!(feed.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn a_full_spool_says_so() {
    let (control, node) = in_process();
    let max = u64::try_from(FACTS_SPOOLED_MAX).unwrap();
    for number in 0..max {
        node.publish(fact(number)).unwrap();
    }

    let refused = node.publish(fact(max));
    control.facts().unwrap().acknowledge(place(), 0);

    assert_eq!(refused, Err(Full));
    assert_eq!(node.publish(fact(max)), Ok(()));
    assert_eq!(node.spooled(), FACTS_SPOOLED_MAX);
}
