//! Starts the binary, listens to what it says, and ends it.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// How long a start may take on a slow, busy machine.
const START_MAX: Duration = Duration::from_secs(60);
/// The binary.
pub(crate) const LOTSE: &str = env!("CARGO_BIN_EXE_lotse");

/// A running service.
pub(crate) struct Running {
    child: Child,
    /// Where pages and API are.
    pub(crate) web: String,
    /// Where `/metrics` is.
    pub(crate) admin: String,
    /// Where its data are.
    pub(crate) data_dir: PathBuf,
    logs: Arc<Mutex<String>>,
    readers: Vec<JoinHandle<()>>,
    folder: TempDir,
}

/// What is left of a service that ended.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) logs: String,
    pub(crate) data_dir: PathBuf,
    folder: TempDir,
    port: String,
}

impl Ended {
    /// The demo once more, with the data that it left and at the same port.
    pub(crate) fn demo_again(self) -> Running {
        Running::demo_in(self.folder, &self.port, &[])
    }
}

impl Running {
    /// The demo on free ports.
    pub(crate) fn demo() -> Self {
        Self::demo_in(tempfile::tempdir().unwrap(), "0", &[])
    }

    /// The demo with a supervisor that listens there.
    pub(crate) fn demo_told_of(notify_socket: &Path) -> Self {
        let more = [("NOTIFY_SOCKET", notify_socket)];
        Self::demo_in(tempfile::tempdir().unwrap(), "0", &more)
    }

    fn demo_in(folder: TempDir, port: &str, more: &[(&str, &Path)]) -> Self {
        let data_dir = folder.path().join("data");
        let mut command = command();
        command
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .args([
                "demo",
                "--port",
                port,
                "--media-port",
                "0",
                "--admin-port",
                "0",
            ])
            .args(["--log", "trace", "--data-dir"])
            .arg(&data_dir);
        Self::start(command, data_dir, folder)
    }

    /// A deployment with this config; `DATA` in it is a folder of its own.
    pub(crate) fn serve(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        let file = folder.path().join("lotse.toml");
        std::fs::write(
            &file,
            config.replace("DATA", &data_dir.display().to_string()),
        )
        .unwrap();
        let mut command = command();
        command
            .stdin(Stdio::null())
            .args(["serve", "--log", "trace", "--config"])
            .arg(&file);
        Self::start(command, data_dir, folder)
    }

    /// A deployment with this config, started by a service manager that has opened a port for it.
    pub(crate) fn activated(config: &str, port: TcpListener) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = folder.path().join("data");
        let file = folder.path().join("lotse.toml");
        let config = config.replace("DATA", &data_dir.display().to_string());
        std::fs::write(&file, config).unwrap();
        // sd_listen_fds(3): the sockets are numbered from 3 on, and the variable names the very process they are for.
        let script = "exec 3<&0; exec env LISTEN_FDS=1 LISTEN_PID=$$ \"$@\" </dev/null";
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh", LOTSE, "serve", "--config"]);
        command.arg(&file).stdin(OwnedFd::from(port));
        Self::start(command, data_dir, folder)
    }

    fn start(mut command: Command, data_dir: PathBuf, folder: TempDir) -> Self {
        // The tests' own HTTP clients want one too; a second call changes nothing.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let logs = Arc::new(Mutex::new(String::new()));
        let (started, waiting) = channel();
        let (out, err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let watch = Arc::clone(&logs);
        let readers = vec![
            thread::spawn(move || {
                BufReader::new(out).lines().for_each(drop);
            }),
            thread::spawn(move || {
                for line in BufReader::new(err).lines().map_while(Result::ok) {
                    if line.contains("\"lotse serves\"") {
                        let _ = started.send(line.clone());
                    }
                    let mut logs = watch.lock().unwrap();
                    logs.push_str(&line);
                    logs.push('\n');
                }
            }),
        ];
        let (web, admin) = addresses(&waiting, &logs);
        Self {
            child,
            web,
            admin,
            data_dir,
            logs,
            readers,
            folder,
        }
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged so far.
    pub(crate) fn logs(&self) -> String {
        self.logs.lock().unwrap().clone()
    }

    /// What `/metrics` says.
    pub(crate) async fn metrics(&self) -> String {
        let answer = reqwest::get(format!("{}/metrics", self.admin))
            .await
            .unwrap();
        answer.text().await.unwrap()
    }

    /// The value of one line of `/metrics`.
    pub(crate) async fn metric(&self, line: &str) -> Option<f64> {
        let text = self.metrics().await;
        let found = text
            .lines()
            .find_map(|found| found.strip_prefix(line)?.strip_prefix(' '));
        found.map(|value| value.parse().unwrap())
    }

    /// A token of `lotse token`.
    pub(crate) fn token(&self, session: &str, role: &str) -> String {
        let output = self.lotse(&["token", "--session", session, "--role", role]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), 1, "one token and nothing else");
        text.trim_end().to_owned()
    }

    /// A command beside it, on its data folder.
    pub(crate) fn lotse(&self, arguments: &[&str]) -> Output {
        lotse_with_data(&self.data_dir, arguments)
    }

    /// Asks it to end and waits for that.
    pub(crate) fn end(mut self) -> Ended {
        signal(self.pid(), "TERM");
        let status = self.child.wait().unwrap();
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        Ended {
            status,
            logs: self.logs.lock().unwrap().clone(),
            data_dir: self.data_dir.clone(),
            port: self.web.rsplit(':').next().unwrap().to_owned(),
            folder: std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if thread::panicking() {
            eprintln!("--- logs\n{}", self.logs.lock().unwrap());
        }
    }
}

/// The binary, without any variable of ours from the environment.
pub(crate) fn command() -> Command {
    let mut command = Command::new(LOTSE);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("LOTSE_") {
            command.env_remove(name);
        }
    }
    command
}

/// A command that ends by itself.
pub(crate) fn lotse(arguments: &[&str], input: &str) -> Output {
    let mut child = command()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// A command on a data folder.
pub(crate) fn lotse_with_data(data_dir: &Path, arguments: &[&str]) -> Output {
    command()
        .args(arguments)
        .arg("--data-dir")
        .arg(data_dir)
        .output()
        .unwrap()
}

/// Sends a signal to one process.
pub(crate) fn signal(pid: u32, name: &str) {
    let sent = Command::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

fn addresses(started: &Receiver<String>, logs: &Mutex<String>) -> (String, String) {
    let Ok(line) = started.recv_timeout(START_MAX) else {
        panic!("it did not start:\n{}", logs.lock().unwrap());
    };
    let line: Value = serde_json::from_str(&line).unwrap();
    let first = |name: &str| {
        let list = line[name].as_str().unwrap().trim_matches(['[', ']']);
        list.split(", ").next().unwrap().to_owned()
    };
    (
        format!("http://{}", first("web")),
        format!("http://{}", first("admin")),
    )
}
