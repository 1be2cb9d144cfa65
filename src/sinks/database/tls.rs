//! Encrypted connections: the certificates that a server's is judged by, and what is said of one
//! that is not trusted. How much has to be proven is a matter of each kind of server.

use std::error::Error;
use std::io;
use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{self, PemObject};
use rustls::{CertificateError, RootCertStore};

/// Reads the certificates of authorities from a file in PEM. Why it cannot be used is said with the
/// file's name.
pub fn authorities(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let wrong = |why: String| format!("{}: {why}", path.display());
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let certificates = read.map_err(|error| match error {
        pem::Error::Io(error) => wrong(error.to_string()),
        _ => wrong("it is not a file of certificates in PEM, or it is damaged".to_owned()),
    })?;
    if certificates.is_empty() {
        return Err(wrong(
            "there is no certificate in it; -----BEGIN CERTIFICATE----- starts one".to_owned(),
        ));
    }
    let mut store = RootCertStore::empty();
    for certificate in &certificates {
        let added = store.add(certificate.clone());
        added.map_err(|_| wrong("a certificate in it is damaged".to_owned()))?;
    }
    Ok(certificates)
}

/// What became of an encrypted connection, if that is what an error is about. `parameter` is what an
/// authority's certificate is named with.
pub fn refusal(error: &(dyn Error + 'static), parameter: &str) -> Option<String> {
    let mut causes = std::iter::successors(Some(error), |&error| cause(error));
    let said = causes.find_map(|cause| cause.downcast_ref::<rustls::Error>())?;
    let rustls::Error::InvalidCertificate(wrong) = said else {
        return Some(format!("no encrypted connection comes about: {said}"));
    };
    Some(match wrong {
        // An authority of the same name that has another key is another one.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => format!(
            "no trusted authority signed the server's certificate; name the certificate of the one \
             that did with {parameter}=FILE"
        ),
        CertificateError::NotValidForNameContext { expected, presented } => {
            let name = expected.to_str();
            let names = match presented.as_slice() {
                [] => "no name at all".to_owned(),
                names => names.iter().map(|name| plain_name(name)).collect::<Vec<_>>().join(", "),
            };
            format!("the server's certificate is made out to {names}, and not to {name}")
        }
        CertificateError::NotValidForName => {
            "the server's certificate is made out to another host".to_owned()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "the server's certificate has expired".to_owned()
        }
        other => format!("the server's certificate is not accepted: {other}"),
    })
}

/// What caused an error. One of input and output hides what it was made of.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    inside.map(|inside| inside as &(dyn Error + 'static)).or_else(|| error.source())
}

/// `DnsName("db.example")` without what stands around the name.
fn plain_name(name: &str) -> &str {
    name.split('"').nth(1).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use rustls::pki_types::ServerName;

    use super::*;

    #[test]
    fn a_file_that_holds_no_certificates_is_named_with_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ca.pem");
        let why = || authorities(&path).unwrap_err();
        assert!(why().contains("ca.pem") && why().contains("No such file"), "{}", why());
        for (text, words) in [
            ("", "no certificate in it"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n", "not a file of certificates"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "is damaged"),
        ] {
            fs::write(&path, text).unwrap();
            assert!(why().contains(words), "{}", why());
        }
        assert!(authorities(folder.path()).is_err(), "a folder is no file");
    }

    fn said(error: rustls::Error) -> String {
        // As it comes out of a connection: wrapped twice.
        let error = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error));
        refusal(&error, "sslrootcert").unwrap()
    }

    #[test]
    fn a_certificate_that_is_not_trusted_is_explained() {
        let certificate = rustls::Error::InvalidCertificate;
        for wrong in [CertificateError::UnknownIssuer, CertificateError::BadSignature] {
            let unknown = said(certificate(wrong));
            assert!(unknown.contains("sslrootcert=FILE"), "{unknown}");
        }
        let expected = ServerName::try_from("db.example").unwrap();
        let presented = vec!["DnsName(\"other.example\")".to_owned()];
        let other =
            said(certificate(CertificateError::NotValidForNameContext { expected, presented }));
        assert!(other.contains("made out to other.example, and not to db.example"), "{other}");
        let expired = said(certificate(CertificateError::Expired));
        assert!(expired.contains("expired"), "{expired}");
        assert!(said(rustls::Error::DecryptError).contains("encrypted connection"));
        assert_eq!(refusal(&io::Error::other("cut"), "sslrootcert"), None);
    }
}
