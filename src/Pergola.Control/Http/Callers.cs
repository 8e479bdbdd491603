using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Identity;
using Pergola.Planning.Sts;
using Pergola.Wire.SigV4;

namespace Pergola.Control.Http;

/// <summary>Who a signature speaks for, and with which secret.</summary>
internal static class Callers
{
    /// <summary>The region of requests without a signature.</summary>
    private const string DefaultRegion = "us-east-1";

    /// <summary>
    /// A session's key speaks for its role. Otherwise an access key id of twelve digits is the account's id: so one
    /// server has as many accounts as anyone asks for.
    /// </summary>
    public static Caller Of(CredentialScope? scope, Snapshot snapshot, DateTimeOffset now)
    {
        var key = scope?.AccessKeyId ?? "";
        var region = scope?.Region ?? DefaultRegion;
        if (Session(key, snapshot) is not null && SessionKeys.CallerOf(snapshot, key, region, now) is { } caller)
        {
            return caller;
        }

        var account = LastingKeys.AccountOf(key);
        return new Caller(account, region, $"arn:aws:iam::{account}:root", account, key);
    }

    /// <summary>The temporary credentials with that access key; null when it is nobody's or a lasting one.</summary>
    public static SessionKey? Session(string accessKeyId, Snapshot snapshot) =>
        LastingKeys.IsOfSession(accessKeyId)
            ? SessionKeys.Find(snapshot, accessKeyId)?.Key
            : null;
}
