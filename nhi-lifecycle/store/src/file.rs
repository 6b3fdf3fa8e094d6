//! Events in an append-only file, one a line.
//!
//! An event is acknowledged when its line, the line break included, has reached the disk. A last line without its break is
//! what a crash left of an event that was never acknowledged: opening cuts it off. While a sink has the file open it holds
//! its lock, so that two processes can't write one journal.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use nhi_lifecycle::{
    Error,
    journal::{Events, Sink, SinkError},
};

/// A journal in a file.
#[derive(Debug)]
pub struct FileSink {
    path: PathBuf,
    file: File,
    /// An append failed: what the disk holds is no longer known, and trying again could make it worse.
    failed: bool,
}

impl FileSink {
    /// Opens a journal, or begins one.
    ///
    /// # Errors
    /// [`Error::Io`] if the file can't be opened, or another process has it open as its journal.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        Self::open_locked(path).map_err(|source| Error::Io { path: path.to_owned(), source })
    }

    fn open_locked(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::new(io::ErrorKind::ResourceBusy, "open as a journal elsewhere"),
            TryLockError::Error(error) => error,
        })?;
        check_begins_like_a_journal(&mut file)?;
        cut_torn_line(&mut file)?;
        sync_folder(path)?;
        Ok(Self { path: path.to_owned(), file, failed: false })
    }
}

/// A new file is only safe once its folder is on disk too.
fn sync_folder(path: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// Every event begins alike; a file that begins otherwise is no journal, and nothing of it is cut off.
fn check_begins_like_a_journal(file: &mut File) -> io::Result<()> {
    const BEGINNING: &[u8] = b"{\"v\":";
    let mut begins = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    (&mut *file).take(BEGINNING.len() as u64).read_to_end(&mut begins)?;
    if BEGINNING.starts_with(&begins) {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::InvalidData, "not a journal: its first line is no event"))
}

/// Cuts off a last line without its break, reading backwards from the end.
fn cut_torn_line(file: &mut File) -> io::Result<()> {
    const BLOCK: u64 = 64 << 10;
    let len = file.metadata()?.len();
    let mut end = len;
    let mut block = Vec::new();
    while end > 0 {
        let begin = end.saturating_sub(BLOCK);
        file.seek(SeekFrom::Start(begin))?;
        block.clear();
        (&mut *file).take(end - begin).read_to_end(&mut block)?;
        if let Some(last) = block.iter().rposition(|byte| *byte == b'\n') {
            let whole = begin + last as u64 + 1;
            return if whole < len { file.set_len(whole) } else { Ok(()) };
        }
        end = begin;
    }
    if len > 0 { file.set_len(0) } else { Ok(()) }
}

impl Sink for FileSink {
    fn append(&mut self, event: &[u8]) -> Result<(), SinkError> {
        if self.failed {
            return Err("an earlier append failed; open the journal again and replay it".into());
        }
        if event.contains(&b'\n') {
            return Err("an event holds a line break".into());
        }
        let mut line = Vec::with_capacity(event.len() + 1);
        line.extend_from_slice(event);
        line.push(b'\n');
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        self.failed = written.is_err();
        written.map_err(|error| format!("`{}`: {error}", self.path.display()).into())
    }

    fn events(&self) -> Result<Option<Events<'_>>, SinkError> {
        // An own descriptor: the place at which this one appends stays where it is.
        let file = File::open(&self.path)?;
        let lines = BufReader::new(file).split(b'\n');
        Ok(Some(Box::new(lines.map(|line| line.map_err(Into::into)))))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn events(sink: &FileSink) -> Vec<Vec<u8>> {
        sink.events().unwrap().unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn events_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut sink = FileSink::open(&path).unwrap();
        sink.append(br#"{"v":1,"n":1}"#).unwrap();
        sink.append(br#"{"v":1,"n":2}"#).unwrap();
        assert_eq!(events(&sink), [br#"{"v":1,"n":1}"#, br#"{"v":1,"n":2}"#]);
        drop(sink);
        assert_eq!(events(&FileSink::open(&path).unwrap()), [br#"{"v":1,"n":1}"#, br#"{"v":1,"n":2}"#]);
    }

    #[test]
    fn a_torn_last_line_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let long = format!("{{\"v\":1,{}", "x".repeat(200_000));
        let one = "{\"v\":1}\n";
        for (found, kept) in [
            ("", ""),
            (one, one),
            (&*format!("{one}{{\"v"), one),
            ("{\"v\":1,", ""),
            ("{", ""),
            (&*format!("{one}{long}"), one),
            (&*long, ""),
        ] {
            fs::write(&path, found).unwrap();
            let mut sink = FileSink::open(&path).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), kept);
            sink.append(b"{\"v\":2}").unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), format!("{kept}{{\"v\":2}}\n"));
        }
    }

    #[test]
    fn a_file_that_is_no_journal_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        for text in ["notes without a line break", "[1,2]\n", "{\"record\":\"asset\"}"] {
            fs::write(&path, text).unwrap();
            assert!(matches!(FileSink::open(&path), Err(Error::Io { .. })));
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn a_journal_has_one_writer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let sink = FileSink::open(&path).unwrap();
        assert!(matches!(FileSink::open(&path), Err(Error::Io { .. })));
        drop(sink);
        assert!(FileSink::open(&path).is_ok());
    }

    #[test]
    fn a_line_break_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut sink = FileSink::open(folder.path().join("journal")).unwrap();
        assert!(sink.append(b"{\"v\":1,\n}").is_err());
        sink.append(b"{\"v\":1}").unwrap();
        assert_eq!(events(&sink), [b"{\"v\":1}"]);
    }
}
