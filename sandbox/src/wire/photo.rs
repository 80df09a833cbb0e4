//! Made-up files, for addresses on the web that the sandbox does not reach: real bytes, other ones for each note.

use crate::wire::qr;

/// A small picture, drawn for the sandbox.
const JPEG: &[u8] = include_bytes!("photo.jpg");

/// A JPEG picture with a note in its comment.
pub fn jpeg(note: &str) -> Vec<u8> {
    // After the start marker of the file comes the comment: its marker, its length with the two bytes of that, its text.
    let note = &note.as_bytes()[..note.len().min(1000)];
    let length = u16::try_from(note.len() + 2).expect("a note has at most 1000 bytes");
    let (start, rest) = JPEG.split_at(2);
    [start, &[0xff, 0xfe], &length.to_be_bytes(), note, rest].concat()
}

/// A PDF document with one empty page and a note in a comment.
pub fn pdf(note: &str) -> Vec<u8> {
    let note = note.replace(['\r', '\n'], " ");
    let mut pdf = format!("%PDF-1.4\n% {note}\n").into_bytes();
    let mut references = vec!["0000000000 65535 f \n".to_owned()];
    for object in [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ] {
        let number = references.len();
        references.push(format!("{:010} 00000 n \n", pdf.len()));
        pdf.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let count = references.len();
    let table = format!("xref\n0 {count}\n{}", references.concat());
    let position = pdf.len();
    let trailer = format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{position}\n%%EOF\n");
    pdf.extend(table.bytes().chain(trailer.bytes()));
    pdf
}

/// A file of that media type, as well as it can be made up.
pub fn file(mime: &str, note: &str) -> Vec<u8> {
    match mime {
        "image/jpeg" => jpeg(note),
        "image/png" => qr::png(&note.chars().take(300).collect::<String>()),
        "application/pdf" => pdf(note),
        _ => format!("A made-up file of the type {mime}: {note}\n").into_bytes(),
    }
}
