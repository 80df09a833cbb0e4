//! Stub.
use anyhow::Result;
pub fn demo(_once: bool) -> Result<()> {
    Ok(())
}
pub fn e2e() -> Result<()> {
    Ok(())
}
