using System.Collections.Immutable;
using System.Text.Json;

namespace Pergola.Planning.Iam.Policies;

/// <summary>Reads one statement of a policy.</summary>
internal static class StatementReader
{
    private static readonly string[] s_keys =
    [
        "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ];

    private const string ForAll = "ForAllValues:";
    private const string ForAny = "ForAnyValue:";

    private static readonly string[] s_principalTypes = ["AWS", "Service", "Federated", "CanonicalUser"];

    /// <summary>The statement.</summary>
    /// <exception cref="PolicyFault">It is not one.</exception>
    public static PolicyStatement Read(JsonElement statement, PolicyGrammar grammar)
    {
        PolicyJson.OnlyKeys(statement, "statement", s_keys);
        return new PolicyStatement(
            ReadSid(statement),
            ReadEffect(statement),
            ReadPrincipals(statement, grammar),
            ReadActions(statement, grammar),
            ReadResources(statement, grammar),
            ReadConditions(statement));
    }

    private static string? ReadSid(JsonElement statement) =>
        statement.TryGetProperty("Sid", out var sid) ? PolicyJson.Text(sid, "Sid") : null;

    private static bool ReadEffect(JsonElement statement)
    {
        if (!statement.TryGetProperty("Effect", out var effect))
        {
            throw new PolicyFault("Missing required field Effect");
        }

        return PolicyJson.Text(effect, "Effect") switch
        {
            "Allow" => true,
            "Deny" => false,
            var other => throw new PolicyFault($"Invalid effect: {other}. It must be Allow or Deny."),
        };
    }

    private static PatternList? ReadPatterns(JsonElement statement, string field)
    {
        var inverted = statement.TryGetProperty("Not" + field, out var not);
        if (!statement.TryGetProperty(field, out var plain))
        {
            return inverted ? new PatternList(PolicyJson.Texts(not, "Not" + field), true) : null;
        }

        return inverted
            ? throw new PolicyFault($"Syntax errors in policy: a statement has {field} or Not{field}, not both.")
            : new PatternList(PolicyJson.Texts(plain, field), false);
    }

    private static PatternList ReadActions(JsonElement statement, PolicyGrammar grammar)
    {
        if (ReadPatterns(statement, "Action") is not { Patterns.IsEmpty: false } actions)
        {
            throw new PolicyFault("Policy statement must contain actions.");
        }

        foreach (var action in actions.Patterns)
        {
            if (action != "*" && action.IndexOf(':', StringComparison.Ordinal) <= 0)
            {
                throw new PolicyFault("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
            }

            if (grammar.Vendor is { } vendor && !IsOf(vendor, action, grammar))
            {
                throw new PolicyFault(
                    grammar == PolicyGrammar.Trust
                        ? "AssumeRole policy may only specify STS AssumeRole actions."
                        : $"Action {action} does not apply here; actions must begin with {vendor}:.");
            }
        }

        return actions;
    }

    // A trust policy names its actions; elsewhere the star stands for all of the vendor's.
    private static bool IsOf(string vendor, string action, PolicyGrammar grammar) =>
        action.StartsWith(vendor + ":", StringComparison.OrdinalIgnoreCase)
        || (action == "*" && grammar != PolicyGrammar.Trust);

    private static PatternList? ReadResources(JsonElement statement, PolicyGrammar grammar)
    {
        var resources = ReadPatterns(statement, "Resource");
        if (!grammar.HasResource)
        {
            return resources is null ? null : throw new PolicyFault("Has prohibited field Resource");
        }

        if (resources is not { Patterns.IsEmpty: false })
        {
            throw new PolicyFault("Policy statement must contain resources.");
        }

        var odd = resources.Patterns.FirstOrDefault(resource => grammar.ResourceArnsOnly
            && resource != "*" && !resource.StartsWith("arn:", StringComparison.Ordinal));
        return odd is null ? resources : throw new PolicyFault($"Resource {odd} must be in ARN format or \"*\".");
    }

    private static PrincipalMatch? ReadPrincipals(JsonElement statement, PolicyGrammar grammar)
    {
        var inverted = statement.TryGetProperty("NotPrincipal", out var principal);
        if (!inverted && !statement.TryGetProperty("Principal", out principal))
        {
            return grammar.HasPrincipal ? throw new PolicyFault("Missing required field Principal") : null;
        }

        if (!grammar.HasPrincipal)
        {
            throw new PolicyFault("Policy document should not specify a principal.");
        }

        if (principal.ValueKind == JsonValueKind.String)
        {
            return principal.GetString() == "*"
                ? new PrincipalMatch([], Anybody: true, inverted)
                : throw new PolicyFault($"Invalid principal in policy: \"{principal.GetString()}\"");
        }

        PolicyJson.OnlyKeys(principal, "principal", s_principalTypes);
        ImmutableArray<PolicyPrincipal> named =
        [
            .. principal.EnumerateObject().SelectMany(type => PolicyJson.Texts(type.Value, type.Name)
                .Select(value => RequireKnown(new PolicyPrincipal(type.Name, value)))),
        ];
        return new PrincipalMatch(named, Anybody: false, inverted);
    }

    private static PolicyPrincipal RequireKnown(PolicyPrincipal principal)
    {
        var known = principal.Type switch
        {
            "Service" => principal.Value.EndsWith(".amazonaws.com", StringComparison.Ordinal)
                || principal.Value.EndsWith(".aws.internal", StringComparison.Ordinal),
            "AWS" => principal.Value == "*"
                || principal.Value.StartsWith("arn:", StringComparison.Ordinal)
                || (principal.Value.Length == 12 && principal.Value.All(char.IsAsciiDigit)),
            _ => principal.Value.Length > 0,
        };
        return known
            ? principal
            : throw new PolicyFault(
                $"Invalid principal in policy: \"{principal.Type.ToUpperInvariant()}\":\"{principal.Value}\"");
    }

    private static ImmutableArray<PolicyCondition> ReadConditions(JsonElement statement)
    {
        if (!statement.TryGetProperty("Condition", out var conditions))
        {
            return [];
        }

        if (conditions.ValueKind != JsonValueKind.Object
            || conditions.EnumerateObject().Any(one => one.Value.ValueKind != JsonValueKind.Object))
        {
            throw new PolicyFault("Syntax errors in policy: Condition must be an object of operators with keys.");
        }

        return
        [
            .. conditions.EnumerateObject().SelectMany(
                comparison => comparison.Value.EnumerateObject().Select(key => ReadCondition(comparison.Name, key))),
        ];
    }

    private static PolicyCondition ReadCondition(string comparison, JsonProperty key)
    {
        var (quantifier, name) = comparison switch
        {
            _ when comparison.StartsWith(ForAll, StringComparison.Ordinal) =>
                (Quantifier.All, comparison[ForAll.Length..]),
            _ when comparison.StartsWith(ForAny, StringComparison.Ordinal) =>
                (Quantifier.Any, comparison[ForAny.Length..]),
            _ => (Quantifier.None, comparison),
        };
        var ifExists = name.EndsWith("IfExists", StringComparison.Ordinal);
        name = ifExists ? name[..^"IfExists".Length] : name;
        if (!ConditionOperator.IsKnown(name))
        {
            throw new PolicyFault($"Invalid Condition type : {comparison}.");
        }

        var values = PolicyJson.Scalars(key.Value, key.Name);
        foreach (var value in values)
        {
            if (ConditionOperator.WantedInstead(name, value) is { } wanted)
            {
                throw new PolicyFault(
                    $"Invalid value of condition {comparison} on {key.Name}: \"{value}\" is not {wanted}.");
            }
        }

        return new PolicyCondition(name, key.Name.ToLowerInvariant(), values, ifExists, quantifier);
    }
}
