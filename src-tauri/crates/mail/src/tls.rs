//! Encryption whose other end is known: every certificate is checked, and there is no way to say
//! that one does not matter.

use std::sync::Arc;

use rustls::{
    CertificateError, ClientConfig, RootCertStore,
    client::WebPkiServerVerifier,
    pki_types::{CertificateDer, ServerName},
};
use rustls_platform_verifier::Verifier;
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

/// Who is believed when a server says who it is.
#[derive(Debug, Clone)]
pub struct Trust(Arc<ClientConfig>);

/// Nobody can be believed: the computer's list of certificate authorities cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("This computer's list of trusted certificates cannot be read: {0}")]
pub struct NoTrust(String);

impl Trust {
    /// Whomever this computer believes: the authorities its owner and its system trust.
    ///
    /// # Errors
    /// [`NoTrust`] where the computer has no such list.
    pub fn of_this_computer() -> Result<Self, NoTrust> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = Verifier::new(Arc::clone(&provider)).map_err(refused)?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(refused)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(Self(Arc::new(config)))
    }

    /// One authority and nobody else, given as the certificate itself (DER): a test's own.
    ///
    /// # Errors
    /// [`NoTrust`] where that is no certificate.
    pub fn of_one_authority(certificate: &[u8]) -> Result<Self, NoTrust> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from(certificate.to_vec()))
            .map_err(refused)?;
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
                .build()
                .map_err(refused)?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(refused)?
            .with_webpki_verifier(verifier)
            .with_no_client_auth();
        Ok(Self(Arc::new(config)))
    }

    /// Encrypts a line to the server of that name.
    pub(crate) async fn encrypt(
        &self,
        host: &str,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, TlsFailure> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| TlsFailure::Untrusted(format!("“{host}” is not the name of a server")))?;
        TlsConnector::from(Arc::clone(&self.0))
            .connect(name, stream)
            .await
            .map_err(|error| TlsFailure::of(host, &error))
    }
}

fn refused(error: impl std::fmt::Display) -> NoTrust {
    NoTrust(error.to_string())
}

/// Why a line could not be encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TlsFailure {
    /// The line broke meanwhile.
    Line(String),
    /// The other end is not who it should be, or does not speak as an encrypted server does.
    Untrusted(String),
}

impl TlsFailure {
    fn of(host: &str, error: &std::io::Error) -> Self {
        let inner = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>());
        match inner {
            Some(rustls::Error::InvalidCertificate(why)) => {
                Self::Untrusted(certificate_words(host, why))
            }
            Some(other) => Self::Untrusted(format!(
                "{host} does not answer as an encrypted server does ({other})"
            )),
            None => Self::Line(error.to_string()),
        }
    }
}

/// What is wrong with a certificate, for someone who never heard of one.
fn certificate_words(host: &str, why: &CertificateError) -> String {
    match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            format!("The certificate of {host} has expired. Its owner has to renew it")
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            format!("The certificate of {host} is not valid yet. Please check this computer's date")
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            format!(
                "The server that answers is not {host}: its certificate is for another name. \
                 Please check the server's name"
            )
        }
        CertificateError::UnknownIssuer => format!(
            "Nobody this computer trusts says that the server is {host}. \
             Someone may be listening in"
        ),
        CertificateError::Revoked => format!("The certificate of {host} was withdrawn"),
        other => format!("The certificate of {host} cannot be trusted ({other})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_certificate_is_an_authority() {
        assert!(Trust::of_one_authority(b"no certificate").is_err());
    }

    #[test]
    fn each_fault_has_its_words() {
        for (fault, part) in [
            (CertificateError::Expired, "expired"),
            (CertificateError::NotValidYet, "date"),
            (CertificateError::NotValidForName, "another name"),
            (
                CertificateError::UnknownIssuer,
                "Nobody this computer trusts",
            ),
            (CertificateError::Revoked, "withdrawn"),
            (CertificateError::BadEncoding, "cannot be trusted"),
        ] {
            let words = certificate_words("mail.example", &fault);
            assert!(
                words.contains(part) && words.contains("mail.example"),
                "{words}"
            );
        }
    }
}
