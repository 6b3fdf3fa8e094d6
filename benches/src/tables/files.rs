//! Tables as files of bare little-endian numbers, as numpy's `fromfile`, DuckDB and anything else can have them.

use std::{fs, io, path::Path};

use super::{Table, Tables};

impl Tables {
    /// Writes each column to a file of its own: `NAME.u8`, or `NAME.from.u32` and `NAME.to.u32` for pairs.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let flags = |flags: &[bool]| flags.iter().map(|flag| u8::from(*flag)).collect::<Vec<u8>>();
        fs::write(folder.join("in_service.u8"), flags(&self.in_service))?;
        fs::write(folder.join("beings.u8"), &self.beings)?;
        fs::write(folder.join("live.u8"), flags(&self.live))?;
        fs::write(folder.join("starts.u32"), bytes(self.starts.iter().copied()))?;
        for (name, pairs) in self.named() {
            fs::write(folder.join(format!("{name}.from.u32")), bytes(pairs.iter().map(|pair| pair.0)))?;
            fs::write(folder.join(format!("{name}.to.u32")), bytes(pairs.iter().map(|pair| pair.1)))?;
        }
        Ok(())
    }

    /// Reads what [`Tables::write`] wrote.
    ///
    /// # Errors
    /// What the file system says.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let flags =
            |name: &str| Ok::<_, io::Error>(fs::read(folder.join(name))?.into_iter().map(|flag| flag != 0).collect());
        let pairs = |name: &str| {
            let [from, to] = ["from", "to"].map(|end| numbers(&folder.join(format!("{name}.{end}.u32"))));
            Ok::<_, io::Error>(from?.into_iter().zip(to?).collect())
        };
        Ok(Self {
            in_service: flags("in_service.u8")?,
            beings: fs::read(folder.join("beings.u8"))?,
            live: flags("live.u8")?,
            relations: Table::ALL.iter().map(|table| pairs(table.name())).collect::<Result<_, _>>()?,
            reach: pairs("reach")?,
            starts: numbers(&folder.join("starts.u32"))?,
        })
    }

    fn named(&self) -> impl Iterator<Item = (&'static str, &[(u32, u32)])> {
        let tables = Table::ALL.iter().map(|table| (table.name(), self.of(*table)));
        tables.chain([("reach", self.reach.as_slice())])
    }
}

fn bytes(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    numbers.flat_map(u32::to_le_bytes).collect()
}

fn numbers(file: &Path) -> io::Result<Vec<u32>> {
    let bytes = fs::read(file)?;
    Ok(bytes.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect())
}
