//! A web site on this computer, with a page for each kind of answer to who asks for a picture.

use std::{
    io::{BufRead, BufReader, Cursor, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use image::{ImageFormat, Rgb, RgbImage};

/// A site with a few pages, each for one kind of answer.
pub(crate) struct Site {
    pub(crate) address: String,
}

impl Site {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                thread::spawn(move || answer(stream));
            }
        });
        Self { address }
    }
}

fn answer(mut stream: TcpStream) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    reader.read_line(&mut request).unwrap();
    let mut header = String::new();
    while reader.read_line(&mut header).unwrap() > 2 {
        header.clear();
    }
    let page = request.split(' ').nth(1).unwrap_or_default();
    let (status, more, body) = match page {
        "/throw.png" => ("200 OK", "Content-Type: image/png\r\n", picture()),
        "/moved.png" => ("302 Found", "Location: /throw.png\r\n", Vec::new()),
        "/round.png" => ("302 Found", "Location: /round.png\r\n", Vec::new()),
        "/page" => ("200 OK", "Content-Type: image/png\r\n", b"<html>".to_vec()),
        "/large" => ("200 OK", "", vec![0; 21 * 1024 * 1024]),
        "/cut" => {
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n";
            // The other side may be gone already; that is what this page is for.
            let _ = stream.write_all(head.as_bytes());
            return;
        }
        _ => ("404 Not Found", "", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\n{more}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
}

fn picture() -> Vec<u8> {
    let mut bytes = Vec::new();
    RgbImage::from_pixel(900, 600, Rgb([120, 90, 60]))
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
        .unwrap();
    bytes
}
