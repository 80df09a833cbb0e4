//! The listening socket, and how it is closed for a moment, so that clients are really refused.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

#[cfg(target_os = "linux")]
use tokio::net::TcpSocket;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

/// How long to wait before another attempt, when the system has no file handles left or somebody else has the port.
const PATIENCE: Duration = Duration::from_millis(20);

/// Takes connections on one port.
pub struct Listener {
    /// Keeps the port from others while nobody listens. Linux lets a second socket have it as long as it does not listen.
    #[cfg(target_os = "linux")]
    _port: TcpSocket,
    socket: TcpListener,
    address: SocketAddr,
    door: Door,
    orders: mpsc::Receiver<Closing>,
}

/// Closes the listener from afar.
#[derive(Clone)]
pub struct Door(mpsc::Sender<Closing>);

/// An order to refuse connections.
struct Closing {
    time: Duration,
    done: oneshot::Sender<()>,
}

impl Door {
    /// Has new connections refused for that time, from when this returns on. Open connections go on.
    pub async fn close(&self, time: Duration) {
        let (done, closed) = oneshot::channel();
        // Both fail only when the sandbox ends.
        let _ = self.0.send(Closing { time, done }).await;
        let _ = closed.await;
    }
}

impl Listener {
    /// Listens on that port of 127.0.0.1; 0 takes any free one.
    pub async fn bind(port: u16) -> io::Result<Self> {
        let mut address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        #[cfg(target_os = "linux")]
        let hold = {
            let hold = TcpSocket::new_v4()?;
            hold.set_reuseaddr(true)?;
            hold.bind(address)?;
            address = hold.local_addr()?;
            hold
        };
        let socket = TcpListener::bind(address).await?;
        address = socket.local_addr()?;
        let (sender, orders) = mpsc::channel(1);
        Ok(Self {
            #[cfg(target_os = "linux")]
            _port: hold,
            socket,
            address,
            door: Door(sender),
            orders,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Hands every connection over, with a number of its own, until it is dropped.
    pub async fn run(mut self, serve: impl Fn(TcpStream, u64, Door)) {
        let mut numbers = 1..;
        let mut hand_over = |stream| {
            if let Some(number) = numbers.next() {
                serve(stream, number, self.door.clone());
            }
        };
        loop {
            tokio::select! {
                accepted = self.socket.accept() => match accepted {
                    Ok((stream, _)) => hand_over(stream),
                    // Out of file handles, most likely: those of other connections come back with time.
                    Err(_) => tokio::time::sleep(PATIENCE).await,
                },
                Some(closing) = self.orders.recv() => {
                    take_rest(self.socket).into_iter().flatten().for_each(&mut hand_over);
                    stay_closed(closing, &mut self.orders).await;
                    self.socket = bind_again(self.address).await;
                }
            }
        }
    }
}

/// Closes the socket, and returns those who had connected by then: the system would reset them. It still does so to
/// one who is only half-way through the handshake, which nobody can see from here.
fn take_rest(socket: TcpListener) -> io::Result<Vec<TcpStream>> {
    let socket = socket.into_std()?;
    let mut streams = Vec::new();
    while let Ok((stream, _)) = socket.accept() {
        stream.set_nonblocking(true)?;
        streams.push(TcpStream::from_std(stream)?);
    }
    Ok(streams)
}

/// Returns when the time is over, also that of others who order the same meanwhile.
async fn stay_closed(closing: Closing, orders: &mut mpsc::Receiver<Closing>) {
    let mut until = Instant::now() + closing.time;
    let _ = closing.done.send(());
    loop {
        tokio::select! {
            () = tokio::time::sleep_until(until) => return,
            Some(closing) = orders.recv() => {
                until = until.max(Instant::now() + closing.time);
                let _ = closing.done.send(());
            }
        }
    }
}

async fn bind_again(address: SocketAddr) -> TcpListener {
    loop {
        match TcpListener::bind(address).await {
            Ok(socket) => return socket,
            Err(_) => tokio::time::sleep(PATIENCE).await,
        }
    }
}
