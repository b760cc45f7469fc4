//! The world's directory (DNS): which servers take a domain's mail, and what a domain says of
//! itself. Nothing found and nothing asked are two things.

use std::{fmt, net::SocketAddr, time::Duration};

use hickory_resolver::{
    TokioResolver,
    config::{ConnectionConfig, NameServerConfig, ResolverConfig},
    lookup::Lookup,
    net::{NetError, runtime::TokioRuntimeProvider},
    proto::rr::{RData, RecordType},
};
use tokio::runtime::Runtime;

use crate::wait::runtime;

/// The directory could not be asked: no network, or nobody who answers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Could not look up. Is this computer online?")]
pub struct NotLookedUp;

/// A server that a domain names for a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) host: String,
    pub(crate) port: u16,
}

/// Who answers what is asked of the directory.
pub struct Directory {
    resolver: TokioResolver,
    runtime: Runtime,
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Directory").finish_non_exhaustive()
    }
}

impl Directory {
    /// Whom this computer asks.
    ///
    /// # Errors
    /// [`NotLookedUp`] where it asks nobody.
    pub fn of_this_computer() -> Result<Self, NotLookedUp> {
        let builder = TokioResolver::builder_tokio().map_err(|_| NotLookedUp)?;
        Self::built(builder, Duration::from_secs(3))
    }

    /// One server, such as a test's own, that has so long to answer.
    ///
    /// # Errors
    /// [`NotLookedUp`] where the system cannot give what waiting for it takes.
    pub fn of_server(address: SocketAddr, patience: Duration) -> Result<Self, NotLookedUp> {
        let mut server = NameServerConfig::udp(address.ip());
        server.connections = vec![ConnectionConfig::udp(), ConnectionConfig::tcp()];
        for connection in &mut server.connections {
            connection.port = address.port();
        }
        let config = ResolverConfig::from_name_servers(vec![server]);
        let builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        Self::built(builder, patience)
    }

    fn built(
        mut builder: hickory_resolver::ResolverBuilder<TokioRuntimeProvider>,
        patience: Duration,
    ) -> Result<Self, NotLookedUp> {
        let options = builder.options_mut();
        options.timeout = patience;
        options.attempts = 2;
        let runtime = runtime().map_err(|_| NotLookedUp)?;
        let resolver = {
            let _inside = runtime.enter();
            builder.build().map_err(|_| NotLookedUp)?
        };
        Ok(Self { resolver, runtime })
    }

    /// The servers that take a domain's mail, the preferred one first.
    ///
    /// # Errors
    /// [`NotLookedUp`].
    pub fn mail_servers(&self, domain: &str) -> Result<Vec<String>, NotLookedUp> {
        let mut servers: Vec<(u16, String)> = self
            .records(domain, RecordType::MX)?
            .into_iter()
            .filter_map(|record| match record {
                RData::MX(mx) => Some((mx.preference, plain(&mx.exchange.to_string()))),
                _ => None,
            })
            .filter(|(_, server)| !server.is_empty())
            .collect();
        servers.sort();
        Ok(servers.into_iter().map(|(_, server)| server).collect())
    }

    /// The texts at a name, each put together from its parts.
    pub(crate) fn texts(&self, name: &str) -> Result<Vec<String>, NotLookedUp> {
        let texts = self.records(name, RecordType::TXT)?;
        Ok(texts
            .into_iter()
            .filter_map(|record| match record {
                RData::TXT(text) => {
                    let bytes: Vec<u8> = text.txt_data.iter().flatten().copied().collect();
                    Some(String::from_utf8_lossy(&bytes).into_owned())
                }
                _ => None,
            })
            .collect())
    }

    /// Servers for a service, such as `_submissions._tcp.example.com`.
    pub(crate) fn services(&self, name: &str) -> Result<Vec<Named>, NotLookedUp> {
        let mut found: Vec<(u16, Named)> = self
            .records(name, RecordType::SRV)?
            .into_iter()
            .filter_map(|record| match record {
                RData::SRV(service) => Some((
                    service.priority,
                    Named {
                        host: plain(&service.target.to_string()),
                        port: service.port,
                    },
                )),
                _ => None,
            })
            // A lone dot says that there is no such service.
            .filter(|(_, named)| !named.host.is_empty())
            .collect();
        found.sort_by_key(|(priority, _)| *priority);
        Ok(found.into_iter().map(|(_, named)| named).collect())
    }

    fn records(&self, name: &str, kind: RecordType) -> Result<Vec<RData>, NotLookedUp> {
        // The dot at the end: a name of the world, not of this computer's surroundings.
        let name = format!("{}.", plain(name));
        let answer: Result<Lookup, NetError> =
            self.runtime.block_on(self.resolver.lookup(name, kind));
        match answer {
            Ok(found) => Ok(found
                .answers()
                .iter()
                .map(|record| record.data.clone())
                .collect()),
            Err(error) if error.is_no_records_found() || error.is_nx_domain() => Ok(Vec::new()),
            Err(_) => Err(NotLookedUp),
        }
    }
}

fn plain(name: &str) -> String {
    name.trim().trim_end_matches('.').to_ascii_lowercase()
}
