using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Domain;
using Pergola.Domain.Ecs;

namespace Pergola.Planning.Ecs.Account;

/// <summary>Account settings are kept and returned; none changes what Pergola does.</summary>
internal static class AccountSettings
{
    /// <summary>Every setting and its value when nobody changed it.</summary>
    public static ImmutableSortedDictionary<string, string> Defaults { get; } = new Dictionary<string, string>
    {
        ["awsvpcTrunking"] = "disabled",
        ["containerInsights"] = "disabled",
        ["containerInstanceLongArnFormat"] = "enabled",
        ["defaultLogDriverMode"] = "non-blocking",
        ["dualStackIPv6"] = "enabled",
        ["fargateFIPSMode"] = "disabled",
        ["fargateTaskRetirementWaitPeriod"] = "7",
        ["guardDutyActivate"] = "off",
        ["serviceLongArnFormat"] = "enabled",
        ["tagResourceAuthorization"] = "off",
        ["taskLongArnFormat"] = "enabled",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Sets one setting for the account.</summary>
    public static Decision<Setting> Put(string name, string value, Given given)
    {
        if (!Defaults.ContainsKey(name))
        {
            return new EcsError.InvalidParameter(
                $"name '{name}' is no account setting. Use one of {string.Join(", ", Defaults.Keys)}.");
        }

        var setting = new EcsAccountSetting
        {
            Name = name,
            Value = value,
            PrincipalArn = $"arn:aws:iam::{given.Scope.Account}:root",
        };
        return new Decision<Setting>.Accept(Shape(setting), [new Change.Put(given.Scope, setting)]);
    }

    /// <summary>A setting as the API shows it.</summary>
    public static Setting Shape(EcsAccountSetting setting) =>
        new() { Name = setting.Name, Value = setting.Value, PrincipalArn = setting.PrincipalArn, Type = "user" };
}

/// <summary>Lists what was changed; with effectiveSettings, everything.</summary>
internal static class ListAccountSettings
{
    public static Decision<ListAccountSettingsResponse> Decide(
        ListAccountSettingsRequest request, Snapshot snapshot, Given given)
    {
        var changed = snapshot.In(given.Scope).Of<EcsAccountSetting>();
        var principal = $"arn:aws:iam::{given.Scope.Account}:root";
        var all = request.EffectiveSettings == true
            ? AccountSettings.Defaults.Select(entry => changed.Find(entry.Key)
                ?? new EcsAccountSetting { Name = entry.Key, Value = entry.Value, PrincipalArn = principal })
            : changed.All;
        return new ListAccountSettingsResponse
        {
            Settings =
            [
                .. all.Where(setting => (request.Name is null || setting.Name == request.Name)
                        && (request.Value is null || setting.Value == request.Value))
                    .Select(AccountSettings.Shape),
            ],
        };
    }
}

/// <summary>Sets a setting; users and roles share the account's.</summary>
internal static class PutAccountSetting
{
    public static Decision<PutAccountSettingResponse> Decide(
        PutAccountSettingRequest request, Snapshot snapshot, Given given) =>
        AccountSettings.Put(request.Name, request.Value, given) switch
        {
            Decision<Setting>.Accept accept => new Decision<PutAccountSettingResponse>.Accept(
                new PutAccountSettingResponse { Setting = accept.Response }, accept.Changes),
            Decision<Setting>.Reject reject => reject.Error,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>Sets a setting's default, which is the account's value too.</summary>
internal static class PutAccountSettingDefault
{
    public static Decision<PutAccountSettingDefaultResponse> Decide(
        PutAccountSettingDefaultRequest request, Snapshot snapshot, Given given) =>
        AccountSettings.Put(request.Name, request.Value, given) switch
        {
            Decision<Setting>.Accept accept => new Decision<PutAccountSettingDefaultResponse>.Accept(
                new PutAccountSettingDefaultResponse { Setting = accept.Response }, accept.Changes),
            Decision<Setting>.Reject reject => reject.Error,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
