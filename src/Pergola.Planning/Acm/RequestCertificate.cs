using System.Collections.Immutable;
using Pergola.Api.Acm;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Planning.VpcLattice;
using Certificate = Pergola.Domain.Acm.Certificate;

namespace Pergola.Planning.Acm;

/// <summary>RequestCertificate: issued at once by Pergola's own authority; nobody is asked about the names.</summary>
internal static class RequestCertificate
{
    /// <summary>How long a token is remembered (ACM API reference: "within one hour").</summary>
    private static readonly TimeSpan s_tokenMemory = TimeSpan.FromHours(1);

    public static Decision<RequestCertificateResponse> Decide(
        RequestCertificateRequest request, Snapshot snapshot, Given given)
    {
        var certificates = snapshot.In(given.Scope).Of<Certificate>();
        var fingerprint = RequestFingerprint.Of(
            RequestCertificateRequest.Schema, request with { IdempotencyToken = null });
        if (request.IdempotencyToken is { } token
            && certificates.By(token).LastOrDefault(made => made.IdempotencyToken == token) is { } same
            && same.Fingerprint == fingerprint && given.Now - same.CreatedAt < s_tokenMemory)
        {
            return new RequestCertificateResponse { CertificateArn = same.CertificateArn };
        }

        if (given.Authority is null || request.CertificateAuthorityArn is not null)
        {
            return new AcmError.InvalidParameter(
                "CertificateAuthorityArn must be absent: certificates are issued by Pergola's own authority only.");
        }

        if (certificates.Count >= Certificates.Most)
        {
            return new AcmError.LimitExceeded(
                $"There are {certificates.Count} certificates already, the most of a region.");
        }

        var (tags, error) = AcmTags.Merge(ImmutableSortedDictionary<string, string>.Empty, request.Tags);
        if (error is not null)
        {
            return error;
        }

        var made = Make(request, given) with { Tags = tags, Fingerprint = fingerprint };
        return new Decision<RequestCertificateResponse>.Accept(
            new RequestCertificateResponse { CertificateArn = made.CertificateArn },
            [new Change.Put(given.Scope, made)]);
    }

    private static Certificate Make(RequestCertificateRequest request, Given given)
    {
        ValueList<string> names =
        [
            .. new[] { request.DomainName }.Concat(request.SubjectAlternativeNames ?? [])
                .Select(name => name.ToLowerInvariant())
                .Distinct(StringComparer.Ordinal),
        ];
        var issued = Issuance.Issue(given, names, request.KeyAlgorithm ?? KeyAlgorithm.Rsa2048);
        return new Certificate
        {
            CertificateArn = Certificates.ArnOf(given.Scope, Mint.Uuid(given.Entropy)),
            Type = CertificateType.AmazonIssued,
            CertificatePem = issued.CertificatePem,
            ChainPem = issued.ChainPem,
            PrivateKeyPem = issued.PrivateKeyPem,
            Facts = CertificateText.Read(issued.CertificatePem),
            CreatedAt = given.Now,
            IssuedAt = given.Now,
            ValidationMethod = request.ValidationMethod ?? ValidationMethod.Email,
            ValidationDomains = (request.DomainValidationOptions ?? []).ToImmutableSortedDictionary(
                option => option.DomainName, option => option.ValidationDomain),
            TransparencyLogging = request.Options?.CertificateTransparencyLoggingPreference
                ?? CertificateTransparencyLoggingPreference.Enabled,
            Export = request.Options?.Export ?? CertificateExport.Disabled,
            IdempotencyToken = request.IdempotencyToken,
        };
    }
}
