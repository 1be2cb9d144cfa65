//! The store behind an address: its requests, one after the other, and what its errors mean.

use std::env;
use std::error::Error as _;
use std::future::{Future, poll_fn};
use std::io;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder, AmazonS3ConfigKey};
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientConfigKey, Error, ObjectStore, ObjectStoreExt, RetryConfig,
};
use tokio::runtime::{Builder, Runtime};

use super::super::folder;
use super::url::ObjectUrl;

/// A server that does not answer is given up on after so many further attempts …
const RETRIES: usize = 3;
/// … or after that time, whichever comes first.
const RETRY_TIME: Duration = Duration::from_secs(6);
/// How long to wait for a connection.
const CONNECT: &str = "3 seconds";
/// How long one request may take: a part of some MiB over a slow line.
const REQUEST: &str = "300 seconds";

/// Threads that wait for the network: nearly no work.
const NETWORK_THREADS: usize = 2;

/// A place in a store that answers.
#[derive(Clone)]
pub struct Store {
    url: ObjectUrl,
    client: Arc<AmazonS3>,
    runtime: Arc<Runtime>,
}

impl Store {
    /// The store at an address. Who may do what stands in the usual `AWS_…` variables.
    pub fn open(url: &ObjectUrl) -> Result<Store, folder::Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(NETWORK_THREADS)
            .enable_all()
            .build()
            .map_err(|error| io::Error::other(format!("no threads for the network: {error}")))?;
        let builder = AmazonS3Builder::from_env()
            .with_bucket_name(&url.bucket)
            .with_config(AmazonS3ConfigKey::Client(ClientConfigKey::ConnectTimeout), CONNECT)
            .with_config(AmazonS3ConfigKey::Client(ClientConfigKey::Timeout), REQUEST)
            .with_retry(RetryConfig {
                backoff: BackoffConfig {
                    init_backoff: Duration::from_millis(100),
                    max_backoff: Duration::from_secs(2),
                    base: 2.0,
                },
                max_retries: RETRIES,
                retry_timeout: RETRY_TIME,
            });
        let client = builder.build().map_err(|error| refused(url, &root(&error)))?;
        Ok(Store { url: url.clone(), client: Arc::new(client), runtime: Arc::new(runtime) })
    }

    /// An object's address.
    pub fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.url).trim_end_matches('/').to_owned()
    }

    /// The client, for uploads.
    pub fn client(&self) -> &AmazonS3 {
        &self.client
    }

    /// The threads on which requests wait.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// An object's path in the bucket.
    pub fn path(&self, name: &str) -> Path {
        Path::from(self.url.object(name))
    }

    /// All objects under the prefix, by the rest of their names, in order.
    pub fn list(&self) -> Result<Vec<String>, folder::Error> {
        let prefix = (!self.url.prefix.is_empty()).then(|| Path::from(self.url.prefix.as_str()));
        let mut names = self.wait(async {
            let mut stream = self.client.list(prefix.as_ref());
            let mut names = Vec::new();
            while let Some(object) = poll_fn(|task| stream.as_mut().poll_next(task)).await {
                names.push(object?.location.to_string());
            }
            Ok(names)
        })?;
        if !self.url.prefix.is_empty() {
            let before = format!("{}/", Path::from(self.url.prefix.as_str()));
            for name in &mut names {
                if let Some(rest) = name.strip_prefix(&before) {
                    *name = rest.to_owned();
                }
            }
        }
        names.sort();
        Ok(names)
    }

    /// The text of an object.
    pub fn get(&self, name: &str) -> Result<String, folder::Error> {
        let bytes = self.wait(async { self.client.get(&self.path(name)).await?.bytes().await })?;
        let text = String::from_utf8(bytes.to_vec());
        text.map_err(|_| io::Error::other(format!("{}: it is no text", self.shown(name))).into())
    }

    /// Puts a small object.
    pub fn put(&self, name: &str, bytes: Vec<u8>) -> Result<(), folder::Error> {
        self.wait(async { self.client.put(&self.path(name), bytes.into()).await.map(drop) })
    }

    /// Deletes an object.
    pub fn delete(&self, name: &str) -> Result<(), folder::Error> {
        self.wait(async { self.client.delete(&self.path(name)).await })
    }

    /// Waits for an answer.
    pub fn wait<T>(
        &self,
        request: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, folder::Error> {
        self.runtime.block_on(request).map_err(|error| explain(&self.url, &error))
    }

    /// The same where only an [`io::Error`] can be carried.
    pub fn wait_io<T>(&self, request: impl Future<Output = Result<T, Error>>) -> io::Result<T> {
        self.wait(request).map_err(|error| io::Error::other(error.to_string()))
    }
}

/// What an error means, in one line without secrets.
fn explain(url: &ObjectUrl, error: &Error) -> folder::Error {
    let whole = chain(error).join(" ");
    let says = |words: &[&str]| words.iter().any(|word| whole.contains(word));
    if says(&["NoSuchBucket"]) {
        return refused(url, "there is no such bucket; make it first, or name another");
    }
    if says(&["InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken"]) {
        return refused(
            url,
            "the store does not know these credentials; check AWS_ACCESS_KEY_ID, \
             AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN",
        );
    }
    if says(&["URL scheme is not allowed"]) {
        return refused(url, "the store is not reached by https; set AWS_ALLOW_HTTP=true");
    }
    if !has_credentials() && says(&["169.254.", "metadata", "credential"]) {
        return refused(
            url,
            "there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        );
    }
    if says(&["onnection refused", "dns error", "timed out"]) {
        let place = env::var("AWS_ENDPOINT_URL").unwrap_or_else(|_| "AWS".to_owned());
        // Nobody should put a password there, but who knows.
        let place = place.rsplit('@').next().unwrap_or_default();
        return failed(url, &format!("{place} does not answer: {}", root(error)));
    }
    if matches!(error, Error::PermissionDenied { .. } | Error::Unauthenticated { .. })
        || says(&["AccessDenied", "403 Forbidden"])
    {
        return refused(url, "access denied; the credentials need to list, read, write and delete");
    }
    failed(url, &root(error))
}

/// Whether credentials are given at all; without, a machine in a cloud is asked for its own.
fn has_credentials() -> bool {
    let names = [
        "AWS_ACCESS_KEY_ID",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    ];
    names.iter().any(|name| env::var_os(name).is_some())
}

fn refused(url: &ObjectUrl, why: &str) -> folder::Error {
    folder::Error::Refused(format!("{url}: {why}"))
}

fn failed(url: &ObjectUrl, why: &str) -> folder::Error {
    io::Error::other(format!("{url}: {why}")).into()
}

/// The innermost reason, which says most: an answer's message, or why there was no answer.
fn root(error: &Error) -> String {
    let chain = chain(error);
    let innermost = chain.last().map(String::as_str).unwrap_or_default();
    let message = innermost.split_once("<Message>").and_then(|(_, rest)| rest.split_once("</"));
    let said = message.map_or(innermost, |(message, _)| message);
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn chain(error: &Error) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        texts.push(cause.to_string());
        next = cause.source();
    }
    texts
}
