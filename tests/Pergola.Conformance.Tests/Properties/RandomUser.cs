using System.Text.Json.Nodes;
using Pergola.Testing;

namespace Pergola.Conformance.Tests.Properties;

/// <summary>Somebody who asks for anything, mostly for what may be had, and in no order.</summary>
internal sealed class RandomUser(ReferenceModel model, Dice dice, RandomUser.Surroundings around)
{
    /// <summary>What of EC2 there is to refer to.</summary>
    public sealed record Surroundings(string Vpc, string OtherVpc, string Subnet, string Group);

    public Task StepAsync() => dice.Roll(5) switch
    {
        0 => DeleteAsync(),
        1 => ChangeAsync(),
        _ => MakeAsync(),
    };

    private string Name => $"name-{dice.Roll(6)}";

    private Task MakeAsync() => dice.Roll(12) switch
    {
        0 => model.MakeAsync(Kind.Network, new JsonObject { ["name"] = Name }),
        1 => model.MakeAsync(Kind.Service, new JsonObject { ["name"] = Name }),
        2 => model.MakeAsync(Kind.Group, TargetGroup()),
        3 => model.Any(Kind.Service) is { } service
            ? model.MakeAsync(Kind.Listener, Listener(service), service)
            : Task.CompletedTask,
        4 => model.Any(Kind.Listener) is { } listener
            ? model.MakeAsync(Kind.Rule, Rule(listener), listener)
            : Task.CompletedTask,
        5 => model.MakeAsync(Kind.ServiceAssociation, new JsonObject
        {
            ["serviceNetworkIdentifier"] = IdOf(Kind.Network, "sn"),
            ["serviceIdentifier"] = IdOf(Kind.Service, "svc"),
        }),
        6 => model.MakeAsync(Kind.VpcAssociation, new JsonObject
        {
            ["serviceNetworkIdentifier"] = IdOf(Kind.Network, "sn"),
            ["vpcIdentifier"] = dice.OneIn(2) ? around.Vpc : around.OtherVpc,
        }),
        7 => Subscribe(),
        8 => model.MakeAsync(Kind.Gateway, new JsonObject
        {
            ["name"] = Name, ["vpcIdentifier"] = around.Vpc, ["subnetIds"] = new JsonArray(around.Subnet),
        }),
        9 => model.MakeAsync(Kind.Configuration, Configuration()),
        10 => model.MakeAsync(Kind.ResourceAssociation, new JsonObject
        {
            ["serviceNetworkIdentifier"] = IdOf(Kind.Network, "sn"),
            ["resourceConfigurationIdentifier"] = IdOf(Kind.Configuration, "rcfg"),
        }),
        _ => model.MakeAsync(Kind.Verification, new JsonObject { ["domainName"] = $"{Name}.example.com" }),
    };

    private Task ChangeAsync() => model.Any() switch
    {
        { } it when it.Kind == Kind.Network || it.Kind == Kind.Service => model.ChangeAsync(
            it, new JsonObject { ["authType"] = dice.OneIn(2) ? "AWS_IAM" : "NONE" }),
        { } it when it.Kind == Kind.Listener =>
            model.ChangeAsync(it, new JsonObject { ["defaultAction"] = Action() }),
        { } it when it.Kind == Kind.Rule => model.ChangeAsync(
            it, new JsonObject { ["priority"] = dice.Roll(8) + 1, ["action"] = Action() }),
        { } it when it.Kind == Kind.Group => model.ChangeAsync(it, new JsonObject
        {
            ["healthCheck"] = new JsonObject { ["path"] = $"/{dice.Roll(9)}" },
        }),
        { } it when it.Kind == Kind.VpcAssociation => model.ChangeAsync(
            it, new JsonObject { ["securityGroupIds"] = new JsonArray(around.Group) }),
        { } it when it.Kind == Kind.Configuration => model.ChangeAsync(
            it, new JsonObject { ["portRanges"] = new JsonArray($"{dice.Roll(9) + 1}") }),
        _ => Task.CompletedTask,
    };

    private Task DeleteAsync() => model.Any() is { } thing ? model.DeleteAsync(thing) : Task.CompletedTask;

    private Task Subscribe()
    {
        var what = dice.OneIn(2) ? model.Any(Kind.Service) : model.Any(Kind.Network);
        return what is null ? Task.CompletedTask : model.MakeAsync(
            Kind.Subscription,
            new JsonObject
            {
                ["resourceIdentifier"] = what.Id,
                ["destinationArn"] = $"arn:aws:s3:::bucket-{dice.Roll(3)}",
            },
            what);
    }

    private JsonObject TargetGroup() => new()
    {
        ["name"] = Name,
        ["type"] = "IP",
        ["config"] = new JsonObject { ["port"] = 80, ["protocol"] = "HTTP", ["vpcIdentifier"] = around.Vpc },
    };

    private JsonObject Listener(Thing service) => new()
    {
        ["serviceIdentifier"] = service.Id,
        ["name"] = Name,
        ["protocol"] = "HTTP",
        ["port"] = 80 + dice.Roll(3),
        ["defaultAction"] = Action(),
    };

    private JsonObject Rule(Thing listener)
    {
        var rule = listener.Address.DeepClone().AsObject();
        rule["name"] = Name;
        rule["priority"] = dice.Roll(8) + 1;
        rule["match"] = new JsonObject { ["httpMatch"] = new JsonObject { ["method"] = "GET" } };
        rule["action"] = Action();
        return rule;
    }

    private JsonObject Configuration() => dice.OneIn(3) && model.Any(Kind.Configuration) is { } group
        ? new JsonObject
        {
            ["name"] = Name,
            ["type"] = "CHILD",
            ["resourceConfigurationGroupIdentifier"] = group.Id,
            ["portRanges"] = new JsonArray("80"),
            ["resourceConfigurationDefinition"] = Address(),
        }
        : dice.OneIn(2)
            ? new JsonObject
            {
                ["name"] = Name, ["type"] = "GROUP", ["resourceGatewayIdentifier"] = IdOf(Kind.Gateway, "rgw"),
            }
            : new JsonObject
            {
                ["name"] = Name,
                ["type"] = "SINGLE",
                ["resourceGatewayIdentifier"] = IdOf(Kind.Gateway, "rgw"),
                ["portRanges"] = new JsonArray("80-90"),
                ["resourceConfigurationDefinition"] = Address(),
            };

    private static JsonObject Address() => new() { ["ipResource"] = new JsonObject { ["ipAddress"] = "10.0.1.50" } };

    private JsonObject Action() => dice.OneIn(3) || model.Any(Kind.Group) is not { } group
        ? new JsonObject { ["fixedResponse"] = new JsonObject { ["statusCode"] = 404 } }
        : new JsonObject
        {
            ["forward"] = new JsonObject
            {
                ["targetGroups"] = new JsonArray(new JsonObject
                {
                    ["targetGroupIdentifier"] = group.Id, ["weight"] = dice.Roll(9) + 1,
                }),
            },
        };

    // One that exists, or the id of none.
    private string IdOf(Kind kind, string prefix) =>
        (dice.OneIn(20) ? null : model.Any(kind))?.Id ?? $"{prefix}-0123456789abcdef0";
}
