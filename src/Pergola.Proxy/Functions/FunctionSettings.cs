using System.Diagnostics.CodeAnalysis;
using Pergola.Core;

namespace Pergola.Proxy.Functions;

/// <summary>Which endpoints invoke which functions, as an operator writes it: <c>ARN=URL</c> for each.</summary>
public static class FunctionSettings
{
    /// <summary>Reads all settings; the fault names the first that makes no sense, and what would.</summary>
    public static bool TryRead(
        IEnumerable<string> settings,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, Uri>? functions,
        [NotNullWhen(false)] out string? fault)
    {
        (functions, fault) = (null, null);
        var read = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            var (name, value) = setting.IndexOf('=', StringComparison.Ordinal) is var sign and >= 0
                ? (setting[..sign], setting[(sign + 1)..])
                : (setting, "");
            if (!Arn.TryParse(name, out var arn) || arn.Service != "lambda")
            {
                fault = $"'{name}' is no ARN of a Lambda function. Write "
                    + "arn:aws:lambda:REGION:ACCOUNT:function:NAME=URL.";
            }
            else if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            {
                fault = $"'{value}' is no http or https URL for {name}.";
            }
            else if (!read.TryAdd(name, url))
            {
                fault = $"{name} has two URLs. Give one.";
            }

            if (fault is not null)
            {
                return false;
            }
        }

        functions = read;
        return true;
    }
}
