//! Draws QR codes.

use qrcode::{Color, QrCode};

/// Pixels per module in the picture.
const SCALE: usize = 8;
/// Light modules around the code, which a reader needs.
const MARGIN: usize = 4;

/// The code as SVG.
pub fn svg(text: &str) -> String {
    code(text).render::<qrcode::render::svg::Color<'_>>().min_dimensions(264, 264).build()
}

/// The code as PNG.
pub fn png(text: &str) -> Vec<u8> {
    let code = code(text);
    let modules = code.width();
    let size = (modules + 2 * MARGIN) * SCALE;
    let mut pixels = Vec::with_capacity(size * size);
    for y in 0..size {
        for x in 0..size {
            let module = |pixel: usize| (pixel / SCALE).checked_sub(MARGIN).filter(|module| *module < modules);
            let dark = match (module(x), module(y)) {
                (Some(x), Some(y)) => code[(x, y)] == Color::Dark,
                _ => false,
            };
            pixels.push(if dark { 0 } else { 255 });
        }
    }
    let mut png = Vec::new();
    let pixels_per_side = u32::try_from(size).expect("a QR code has at most 177 modules");
    let mut encoder = png::Encoder::new(&mut png, pixels_per_side, pixels_per_side);
    encoder.set_color(png::ColorType::Grayscale);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
    written.expect("memory takes every write");
    png
}

fn code(text: &str) -> QrCode {
    QrCode::new(text).expect("the sandbox's own texts fit into a QR code")
}
