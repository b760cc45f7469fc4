//! `picture:` in the window: pictures of products from the folder beside the shop file. The page
//! has no other way to a file, and none to the web.

use tauri::{
    Manager as _, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
};

use crate::{host::Host, window::LABEL};

/// The scheme, and the host on systems where schemes are hosts.
pub(crate) const SCHEME: &str = "picture";

/// Answers the page: the picture whose key is the path, or that there is none.
pub(crate) fn answer<R: Runtime>(
    context: &UriSchemeContext<'_, R>,
    request: &Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let host = context.app_handle().try_state::<Host>();
    let Some(host) = host.filter(|_| context.webview_label() == LABEL) else {
        return responder.respond(nothing());
    };
    let key = request.uri().path().trim_start_matches('/').to_owned();
    let host = host.inner().clone();
    tauri::async_runtime::spawn(async move {
        let found = host
            .on_shop(move |shop| pannier_api::picture(shop, &key))
            .await;
        // A picture that cannot be read is one that is not there: the page shows a name instead.
        responder.respond(match found {
            Ok(Some(picture)) => shown(picture),
            Ok(None) | Err(_) => nothing(),
        });
    });
}

fn shown(picture: pannier_api::Picture) -> Response<Vec<u8>> {
    Response::builder()
        .header(header::CONTENT_TYPE, picture.mime)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        // The key is made of the address: another picture has another one.
        .header(header::CACHE_CONTROL, "private, max-age=86400")
        .body(picture.bytes)
        .unwrap_or_else(|_| nothing())
}

fn nothing() -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
