//! One picture from the shop's own site.

use std::time::Duration;

use crate::{PictureError, SmallPicture, shrink};

/// No picture of a product is larger; bytes.
const LARGEST: u64 = 20 * 1024 * 1024;

/// How long a picture may take from the first byte asked to the last one received.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Nothing that could be fetched.
    #[error("“{0}” is no address of a picture on the web")]
    NoAddress(String),
    /// The site answered with something else.
    #[error("{}", refused(*.0))]
    Refused(u16),
    /// There was no answer.
    #[error("the site could not be reached: {0}")]
    Unreachable(String),
    /// Too large to be a picture of a product.
    #[error("it is larger than 20 MB")]
    TooLarge,
    /// What came is no picture.
    #[error(transparent)]
    NoPicture(#[from] PictureError),
}

/// What a site's refusal means, and what to do.
fn refused(status: u16) -> String {
    let what = match status {
        404 | 410 => "there is no picture at this address any more. Put it into the product again",
        401 | 403 => "the site shows it only to those who are signed in. Make it public there",
        429 => "the site was asked for too many at once. Fetch the rest in an hour",
        500..=599 => "the site had trouble itself. Fetch it again later",
        _ => "the site did not give a picture. Open the address in a browser to see what it says",
    };
    format!("{what} (answer {status})")
}

impl FetchError {
    /// Whether nothing else of that site can be fetched now either.
    pub const fn is_of_the_line(&self) -> bool {
        matches!(self, Self::Unreachable(_))
    }
}

/// Fetches pictures. Keeps its connections open, so that one site is greeted once.
#[derive(Debug)]
pub struct PictureFetcher {
    agent: ureq::Agent,
}

impl Default for PictureFetcher {
    fn default() -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(4)
            // Whether a page was found is for us to say, in our words.
            .http_status_as_error(false)
            .user_agent("Pannier")
            .build();
        Self {
            agent: config.into(),
        }
    }
}

impl PictureFetcher {
    /// Fetches a picture and makes it small.
    ///
    /// # Errors
    /// [`FetchError`] says why there is none.
    pub fn fetch(&self, address: &str) -> Result<SmallPicture, FetchError> {
        if !is_on_the_web(address) {
            return Err(FetchError::NoAddress(address.to_owned()));
        }
        let unreachable = |error: ureq::Error| match error {
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
                FetchError::NoAddress(address.to_owned())
            }
            ureq::Error::BodyExceedsLimit(_) => FetchError::TooLarge,
            other => FetchError::Unreachable(other.to_string()),
        };
        let mut answer = self
            .agent
            .get(address)
            .header("Accept", "image/png,image/jpeg,image/webp,image/gif")
            .call()
            .map_err(unreachable)?;
        let status = answer.status();
        if !status.is_success() {
            return Err(FetchError::Refused(status.as_u16()));
        }
        let body = answer.body_mut().with_config().limit(LARGEST);
        let bytes = body.read_to_vec().map_err(unreachable)?;
        Ok(shrink(&bytes)?)
    }
}

/// Whether a picture's address is one that can be asked for, rather than a file's name.
fn is_on_the_web(address: &str) -> bool {
    let scheme = address.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        ["http", "https"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
    })
}
