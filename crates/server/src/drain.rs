//! Reads a body that is refused on behind the answer and throws it away: a connection closed on unread
//! bytes is reset, and a client that only sends would never see why.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// How long a body that is refused is still read.
const LONGEST: Duration = Duration::from_secs(30);

/// A body that goes on being read when who reads it stops before its end.
struct Drained {
    body: Body,
    begun: bool,
    ended: bool,
}

/// Wraps the body of a request, if it has one.
pub fn request(request: Request) -> Request {
    if http_body::Body::is_end_stream(request.body()) {
        return request;
    }
    // A client that waits to be asked for its body has not sent it.
    let begun = !request.headers().contains_key(header::EXPECT);
    request.map(|body| Body::new(Drained { body, begun, ended: false }))
}

impl http_body::Body for Drained {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.begun = true;
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        self.ended |= matches!(frame, Poll::Ready(None | Some(Err(_))));
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Drained {
    fn drop(&mut self) {
        if !self.begun || self.ended || http_body::Body::is_end_stream(&self.body) {
            return;
        }
        let mut body = std::mem::take(&mut self.body);
        let all = async move { while let Some(Ok(_)) = body.frame().await {} };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(tokio::time::timeout(LONGEST, all));
        }
    }
}
