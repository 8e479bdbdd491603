namespace Pergola.Planning.Sts;

/// <summary>
/// Access keys that nobody handed out. One of twelve digits names its account, so that one server has as many accounts
/// as anyone asks for; every other speaks for the first account.
/// </summary>
public static class LastingKeys
{
    /// <summary>The account of every key that does not name one.</summary>
    private const string AccountDefault = "000000000000";

    /// <summary>The account that a key speaks for.</summary>
    public static string AccountOf(string accessKeyId) =>
        accessKeyId.Length == 12 && accessKeyId.All(char.IsAsciiDigit) ? accessKeyId : AccountDefault;

    /// <summary>True for the ids of temporary credentials, AWS's and ours: they are not lasting.</summary>
    public static bool IsOfSession(string accessKeyId) => accessKeyId.StartsWith("ASIA", StringComparison.Ordinal);
}
