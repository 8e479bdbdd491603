using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Network;
using Pergola.Machine.Tasks;
using Pergola.Planning.Ecs.Scheduling;
using System.Collections.Immutable;
using System.Globalization;
using Scope = Pergola.Core.Scope;

namespace Pergola.Planning.Ecs;

/// <summary>Makes workloads for the node out of the tasks that are not yet, or no longer, gone.</summary>
public static class TaskCompiler
{
    /// <summary>Between TERM and KILL when the definition says nothing (ECS task definition parameters).</summary>
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Every task that should be on the node, and how far. A task that is left out is removed there.</summary>
    public static ValueList<TaskDesired> Compile(Snapshot snapshot)
    {
        var desired = ImmutableArray.CreateBuilder<TaskDesired>();
        foreach (var (scope, realm) in snapshot.Realms.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal))
        {
            foreach (var task in realm.Of<EcsTask>().All)
            {
                if (Goal(task) is { } goal
                    && realm.Of<EcsTaskDefinition>().TryGet(task.TaskDefinitionId, out var definition))
                {
                    desired.Add(
                        new TaskDesired(Workload(task, definition, realm, scope), task.Attachment.InterfaceId, goal));
                }
            }
        }

        return new ValueList<TaskDesired>(desired.ToImmutable());
    }

    private static TaskGoal? Goal(EcsTask task) => task.LastStatus switch
    {
        "PROVISIONING" => TaskGoal.Provisioned,
        "PENDING" or "ACTIVATING" or "RUNNING" or "DEACTIVATING" => TaskGoal.Running,
        "STOPPING" => TaskGoal.Stopped,
        _ => null,
    };

    private static Workload Workload(EcsTask task, EcsTaskDefinition definition, Realm realm, Scope scope)
    {
        var containers = definition.Shape.ContainerDefinitions!;
        var resolver = realm.Of<Vpc>().TryGet(task.Attachment.VpcId, out var vpc)
            ? Cidr.Parse(vpc.CidrBlock).AddressAt(2)
            : Machine.Network.WellKnown.Resolver;
        return new Workload(
            task.TaskId,
            NewTask.Sandbox(task.TaskId),
            NewTask.Hostname(task.Attachment.PrivateAddress, scope.Region),
            resolver.ToString(),
            [.. containers.Select(container => Container(container, task, definition, scope))],
            [
                new Label("account", scope.Account),
                new Label("region", scope.Region),
                new Label("cluster", task.ClusterName),
                new Label("service", task.ServiceId is null ? "" : task.Group["service:".Length..]),
                new Label("task", task.Arn),
            ]);
    }

    private static ContainerSpec Container(
        ContainerDefinition container, EcsTask task, EcsTaskDefinition definition, Scope scope)
    {
        var changed = task.Overrides?.ContainerOverrides?.FirstOrDefault(other => other.Name == container.Name);
        return new ContainerSpec(
            container.Name!,
            container.Image!,
            Words(container.EntryPoint),
            Words(changed?.Command is { Count: > 0 } command ? command : container.Command),
            Environment(container, changed, task, definition, scope),
            container.WorkingDirectory,
            container.User,
            container.StopTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : s_stopTimeout,
            changed?.Memory ?? container.Memory,
            changed?.Cpu ?? container.Cpu ?? 0,
            container.Essential ?? true,
            Health(container.HealthCheck),
            [.. (container.DependsOn ?? []).Select(other => new Dependency(other.ContainerName, other.Condition))]);
    }

    // An empty list means the image's own, as for a container engine.
    private static ValueList<string>? Words(IReadOnlyList<string>? words) =>
        words is { Count: > 0 } ? [.. words] : null;

    // ECS's defaults: every 30 s, within 5 s, three failures.
    private static HealthCommand? Health(HealthCheck? check) => check is null
        ? null
        : new HealthCommand(
            [.. check.Command],
            TimeSpan.FromSeconds(check.Interval ?? 30),
            TimeSpan.FromSeconds(check.Timeout ?? 5),
            check.Retries ?? 3,
            TimeSpan.FromSeconds(check.StartPeriod ?? 0));

    private static ValueList<Label> Environment(
        ContainerDefinition container,
        ContainerOverride? changed,
        EcsTask task,
        EcsTaskDefinition definition,
        Scope scope)
    {
        var ours = new List<Label>
        {
            new("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE"),
            new("AWS_REGION", scope.Region),
            new("AWS_DEFAULT_REGION", scope.Region),
            new("PERGOLA_TASK", task.TaskId),
            new("PERGOLA_VPC", task.Attachment.VpcId),
            new("PERGOLA_ADDRESS", task.Attachment.PrivateAddress),
        };
        if (FirstPort(container, definition) is { } port)
        {
            ours.Add(new Label("PERGOLA_PORT", port.ToString(CultureInfo.InvariantCulture)));
        }

        // What the user says counts more than ours, an override more than the definition.
        var all = ours
            .Concat((container.Environment ?? []).Concat(changed?.Environment ?? [])
                .Select(variable => new Label(variable.Name ?? "", variable.Value ?? "")))
            .GroupBy(variable => variable.Name)
            .Select(group => group.Last());
        return [.. all];
    }

    private static int? FirstPort(ContainerDefinition container, EcsTaskDefinition definition) =>
        (container.PortMappings ?? [])
            .Concat(definition.Shape.ContainerDefinitions!.SelectMany(other => other.PortMappings ?? []))
            .FirstOrDefault()?.ContainerPort;
}
