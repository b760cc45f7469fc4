//! `preview:` in the window: the mail of a campaign as one person gets it, in a frame of its own that can
//! run nothing and ask for nothing.

use tauri::{
    Manager as _, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
};

use crate::{host::Host, window::LABEL};

/// The scheme, and the host on systems where schemes are hosts.
pub(crate) const SCHEME: &str = "preview";

/// Styles and pictures that stand in the mail itself; no program, no line to anywhere.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox";

/// Answers the frame: the mail that the path means, or that there is none.
pub(crate) fn answer<R: Runtime>(
    context: &UriSchemeContext<'_, R>,
    request: &Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let host = context.app_handle().try_state::<Host>();
    let Some(host) = host.filter(|_| context.webview_label() == LABEL) else {
        return responder.respond(nothing());
    };
    let path = request.uri().path_and_query();
    let path = path.map_or_else(String::new, ToString::to_string);
    let host = host.inner().clone();
    tauri::async_runtime::spawn(async move {
        let found = host
            .on_shop(move |shop| pannier_api::preview_page(shop, &path))
            .await;
        responder.respond(match found {
            Ok(page) => shown(page),
            Err(_) => nothing(),
        });
    });
}

fn shown(page: pannier_api::PreviewPage) -> Response<Vec<u8>> {
    Response::builder()
        .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CACHE_CONTROL, "no-store")
        .body(page.html.into_bytes())
        .unwrap_or_else(|_| nothing())
}

fn nothing() -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
