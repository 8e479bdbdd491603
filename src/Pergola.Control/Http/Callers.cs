using Pergola.Core;
using Pergola.Wire.SigV4;

namespace Pergola.Control.Http;

/// <summary>Who a signature speaks for.</summary>
internal static class Callers
{
    /// <summary>The account of access keys that do not name one.</summary>
    public const string DefaultAccount = "000000000000";

    /// <summary>The region of requests without a signature.</summary>
    private const string DefaultRegion = "us-east-1";

    /// <summary>An access key id of twelve digits is the account's id: so one server has as many accounts as anyone asks for.</summary>
    public static Caller Of(CredentialScope? scope)
    {
        var key = scope?.AccessKeyId ?? "";
        var account = key.Length == 12 && key.All(char.IsAsciiDigit) ? key : DefaultAccount;
        return new Caller(account, scope?.Region ?? DefaultRegion, $"arn:aws:iam::{account}:root", account, key);
    }
}
