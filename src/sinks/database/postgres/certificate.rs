//! The judgement of a server's certificate.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// What a server has to prove before anything is sent to it.
#[derive(Debug)]
pub enum Proof {
    /// Nothing: nobody can listen in, but anybody could be the server.
    Nothing,
    /// That one of these authorities signed its certificate, or that it is one of these.
    Authority(Vec<CertificateDer<'static>>),
    /// The same, and that the certificate is made out to the server's name.
    Name(Vec<CertificateDer<'static>>),
}

impl Proof {
    /// The server's name, by an authority that this system trusts.
    pub fn public_name() -> Proof {
        // What cannot be read is no worse than what is not there.
        Proof::Name(rustls_native_certs::load_native_certs().certs)
    }

    /// The judge who asks for this proof.
    pub fn judge(
        self,
        provider: Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, String> {
        let (is_named, trusted) = match self {
            Proof::Nothing => return Ok(Arc::new(Anybody(provider))),
            Proof::Authority(trusted) => (false, trusted),
            Proof::Name(trusted) => (true, trusted),
        };
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(trusted.iter().cloned());
        let chains = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider).build();
        let chains = chains.map_err(|_| "this system trusts no authority".to_owned())?;
        Ok(Arc::new(Judge { is_named, trusted, chains }))
    }
}

/// Takes any certificate.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    // To hold the key of a certificate that anybody could have made proves nothing.
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// Takes a certificate that leads to a trusted one.
#[derive(Debug)]
struct Judge {
    is_named: bool,
    trusted: Vec<CertificateDer<'static>>,
    chains: Arc<WebPkiServerVerifier>,
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        use CertificateError::{NotValidForName, NotValidForNameContext, Other};
        match self.chains.verify_server_cert(own, between, name, ocsp, now) {
            Err(Error::InvalidCertificate(NotValidForName | NotValidForNameContext { .. }))
                if !self.is_named =>
            {
                Ok(ServerCertVerified::assertion())
            }
            // A certificate that signed itself is an authority's as well as the server's, which the
            // rules of the web do not have: small servers do.
            Err(Error::InvalidCertificate(Other(_))) if self.trusted.contains(own) => {
                if self.is_named {
                    verify_server_name(&ParsedCertificate::try_from(own)?, name)?;
                }
                Ok(ServerCertVerified::assertion())
            }
            judged => judged,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.chains.verify_tls12_signature(message, own, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.chains.verify_tls13_signature(message, own, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.chains.supported_verify_schemes()
    }
}
