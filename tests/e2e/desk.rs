//! The desk that the window stands on: a window manager, and another program to drag files from.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::driver::{PATIENCE, until};

/// So many moves make one drag.
const STEPS: i32 = 24;

/// A window manager; without one windows overlap at 0,0 and no drag finds its way.
pub(crate) struct Desk(Child);

impl Desk {
    /// Starts it.
    pub(crate) fn new() -> Result<Self> {
        let manager = Command::new("openbox")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("openbox could not be started")?;
        let desk = Self(manager);
        // It answers for the number of desktops once it is in charge; windows jump until then.
        until("the window manager", || {
            Ok(xdotool(&["get_num_desktops"]).ok())
        })?;
        Ok(desk)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Drags files out of another program's window onto the window that is called `title`, with
/// the pointer, as a person would. `hover` is called while they are over it, before the drop.
pub(crate) fn drag(files: &[&Path], title: &str, hover: impl FnOnce() -> Result<()>) -> Result<()> {
    let source = Source::open(files)?;
    let target = window(title)?;
    xdotool(&["windowmove", "--sync", &target, "20", "20"])?;
    let (width, _) = pair(&xdotool(&["getdisplaygeometry"])?)?;
    xdotool(&[
        "windowmove",
        "--sync",
        &source.window,
        &(width - 200).to_string(),
        "30",
    ])?;
    xdotool(&["windowraise", &source.window])?;
    let (from_x, from_y) = middle(&source.window)?;
    let (to_x, to_y) = middle(&target)?;

    let pointer =
        |x: i32, y: i32| xdotool(&["mousemove", "--sync", &x.to_string(), &y.to_string()]);
    pointer(from_x, from_y)?;
    xdotool(&["mousedown", "1"])?;
    for step in 1..=STEPS {
        pointer(
            from_x + (to_x - from_x) * step / STEPS,
            from_y + (to_y - from_y) * step / STEPS,
        )?;
        // A drag begins when the hand has moved, and a hand is not faster than this.
        thread::sleep(Duration::from_millis(10));
    }
    pointer(to_x + 2, to_y + 2)?;
    hover()?;
    xdotool(&["mouseup", "1"])?;
    source.wait_for("taken")
}

/// Answers the system's own dialog for opening a file with a path, typed as a person would.
pub(crate) fn open_file(file: &Path) -> Result<()> {
    // A slash opens the field for the path.
    answer("Open File", &["slash", "ctrl+a"], file)
}

/// Answers the system's own dialog for saving a file.
pub(crate) fn save_file(file: &Path) -> Result<()> {
    answer("Save File", &["ctrl+a"], file)
}

fn answer(dialog: &str, before: &[&str], file: &Path) -> Result<()> {
    let open = window(dialog)?;
    xdotool(&["windowactivate", "--sync", &open])?;
    for keys in before {
        xdotool(&["key", "--delay", "50", keys])?;
    }
    xdotool(&["type", "--delay", "15", &file.display().to_string()])?;
    xdotool(&["key", "Return"])?;
    until(&format!("“{dialog}” to close"), || {
        let gone = xdotool(&["search", "--onlyvisible", "--name", &format!("^{dialog}$")]).is_err();
        Ok(gone.then_some(()))
    })
}

/// The other program.
struct Source {
    program: Child,
    said: mpsc::Receiver<String>,
    window: String,
}

impl Source {
    fn open(files: &[&Path]) -> Result<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/e2e/drag_source.py");
        let title = format!("drag source {}", std::process::id());
        let mut program = Command::new("/usr/bin/python3")
            .arg(script)
            .arg(&title)
            .args(files)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("the drag source could not be started; Debian: python3-gi, gir1.2-gtk-3.0")?;
        let lines = BufReader::new(program.stdout.take().context("no output")?).lines();
        let (teller, said) = mpsc::channel();
        thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .try_for_each(|line| teller.send(line))
        });
        let mut source = Self {
            program,
            said,
            window: String::new(),
        };
        source.wait_for("open")?;
        source.window = window(&title)?;
        Ok(source)
    }

    fn wait_for(&self, word: &str) -> Result<()> {
        loop {
            match self.said.recv_timeout(PATIENCE) {
                Ok(said) if said == word => return Ok(()),
                Ok(said) if said == "refused" => bail!("the drag ended and nobody took the files"),
                Ok(_) => {}
                Err(_) => bail!("the drag source never said “{word}”"),
            }
        }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The id of the visible window with that title.
pub(crate) fn window(title: &str) -> Result<String> {
    until(&format!("a window called {title}"), || {
        let found = Command::new("xdotool")
            .args(["search", "--onlyvisible", "--name", &format!("^{title}$")])
            .output()?;
        Ok(String::from_utf8_lossy(&found.stdout)
            .lines()
            .last()
            .map(str::to_owned))
    })
}

fn middle(window: &str) -> Result<(i32, i32)> {
    let geometry = xdotool(&["getwindowgeometry", "--shell", window])?;
    let value = |name: &str| -> Result<i32> {
        let line = geometry
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        Ok(line
            .with_context(|| format!("no {name} in {geometry}"))?
            .parse()?)
    };
    Ok((
        value("X")? + value("WIDTH")? / 2,
        value("Y")? + value("HEIGHT")? / 2,
    ))
}

fn pair(text: &str) -> Result<(i32, i32)> {
    let (first, second) = text.trim().split_once(' ').context("no pair")?;
    Ok((first.parse()?, second.parse()?))
}

fn xdotool(arguments: &[&str]) -> Result<String> {
    let output = Command::new("xdotool")
        .args(arguments)
        .output()
        .context("xdotool is missing")?;
    ensure!(
        output.status.success(),
        "xdotool {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
