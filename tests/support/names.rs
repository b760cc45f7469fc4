//! A small part of the world's directory (DNS), on this computer.

use std::{
    net::{SocketAddr, UdpSocket},
    thread,
};

use hickory_resolver::proto::{
    op::{Message, OpCode, ResponseCode},
    rr::{
        Name, RData, Record,
        rdata::{MX, SRV, TXT},
    },
};

/// What stands at a name.
#[derive(Debug, Clone)]
pub(crate) enum At {
    Mx(u16, &'static str),
    Txt(&'static str),
    Srv(u16, &'static str),
}

fn name(text: &str) -> Name {
    Name::from_ascii(format!("{text}.")).unwrap()
}

impl At {
    fn data(&self) -> RData {
        match self {
            Self::Mx(preference, server) => RData::MX(MX::new(*preference, name(server))),
            // Long texts come in parts.
            Self::Txt(text) => RData::TXT(TXT::new(
                text.as_bytes()
                    .chunks(200)
                    .map(|part| String::from_utf8(part.to_vec()).unwrap())
                    .collect(),
            )),
            Self::Srv(port, server) => RData::SRV(SRV::new(0, 0, *port, name(server))),
        }
    }
}

/// Answers from these entries, for as long as the test runs.
pub(crate) fn serve(entries: Vec<(&'static str, At)>) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok((length, from)) = socket.recv_from(&mut bytes) {
            let Ok(question) = Message::from_vec(&bytes[..length]) else {
                continue;
            };
            let asked = question.queries[0].clone();
            let mut answer = Message::response(question.metadata.id, OpCode::Query);
            answer.metadata.recursion_available = true;
            answer.metadata.recursion_desired = true;
            let asked_name = asked.name.to_ascii().trim_end_matches('.').to_lowercase();
            let mut known = false;
            for (name, entry) in &entries {
                let data = entry.data();
                if *name == asked_name {
                    known = true;
                    if data.record_type() == asked.query_type {
                        answer.add_answer(Record::from_rdata(asked.name.clone(), 60, data));
                    }
                }
            }
            if !known {
                answer.metadata.response_code = ResponseCode::NXDomain;
            }
            answer.add_query(asked);
            // The other side may have given up.
            let _ = socket.send_to(&answer.to_vec().unwrap(), from);
        }
    });
    address
}
