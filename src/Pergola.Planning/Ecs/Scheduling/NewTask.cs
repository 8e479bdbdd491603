using Pergola.Api.Ecs;
using Pergola.Core;
using Pergola.Domain;
using Pergola.Domain.Ecs;
using Pergola.Domain.Network;
using Pergola.Planning.Ec2;
using Pergola.Planning.Ecs.Services;
using System.Collections.Immutable;
using System.Globalization;
using NetworkInterface = Pergola.Domain.Network.NetworkInterface;
using Scope = Pergola.Core.Scope;

namespace Pergola.Planning.Ecs.Scheduling;

/// <summary>What a task should be made of.</summary>
internal sealed record TaskRequest(
    string ClusterName,
    EcsTaskDefinition Definition,
    string SubnetId,
    ImmutableArray<string> SecurityGroupIds,
    bool AssignPublicIp,
    string Group,
    string? StartedBy,
    ImmutableSortedDictionary<string, string> Tags)
{
    public EcsService? Service { get; init; }

    public EcsDeployment? Deployment { get; init; }

    public TaskOverride? Overrides { get; init; }

    public string PlatformVersion { get; init; } = Platform.Latest;

    public bool EnableExecuteCommand { get; init; }

    public string? ClientToken { get; init; }
}

/// <summary>A task with its interface, both to be put; or why there is none.</summary>
internal sealed record TaskOutcome(EcsTask? Task, NetworkInterface? Interface, ApiError? Error);

/// <summary>
/// Makes tasks: an interface is allocated in the same change, so that no task ever lacks its address.
/// </summary>
internal static class NewTask
{
    /// <summary>A PROVISIONING task.</summary>
    /// <param name="pending">Interfaces of the same change.</param>
    public static TaskOutcome Make(
        TaskRequest request,
        Snapshot snapshot,
        Scope scope,
        DateTimeOffset now,
        IEntropy entropy,
        IReadOnlyCollection<NetworkInterface> pending)
    {
        var taskId = Mint.Hex(32, entropy);
        var attachmentId = Mint.Uuid(entropy);
        var outcome = InterfaceAllocation.Allocate(
            snapshot,
            scope,
            new InterfaceRequest(
                request.SubnetId,
                request.SecurityGroupIds,
                Arn.Of("ecs", scope, $"attachment/{attachmentId}"),
                $"task/{request.ClusterName}/{taskId}",
                Sandbox(taskId),
                "amazon-ecs",
                AssignPublicIp: request.AssignPublicIp),
            now,
            entropy,
            pending);
        if (outcome is InterfaceOutcome.Refused refused)
        {
            return new TaskOutcome(null, null, refused.Error);
        }

        var eni = ((InterfaceOutcome.Allocated)outcome).Interface;
        var attachment = Attachment(attachmentId, eni, snapshot.In(scope), scope);
        return new TaskOutcome(Task(request, taskId, attachment, scope, now, entropy), eni, null);
    }

    /// <summary>The name of a task's network namespace.</summary>
    public static string Sandbox(string taskId) => $"task-{taskId}";

    private static TaskAttachment Attachment(string attachmentId, NetworkInterface eni, Realm realm, Scope scope)
    {
        var subnet = realm.Of<Subnet>()[eni.SubnetId];
        var vpc = realm.Of<Vpc>()[eni.VpcId];
        return new TaskAttachment(
            attachmentId,
            eni.NetworkInterfaceId,
            eni.VpcId,
            eni.SubnetId,
            subnet.AvailabilityZone,
            eni.PrivateIpAddress,
            eni.MacAddress,
            vpc.EnableDnsHostnames ? Hostname(eni.PrivateIpAddress, scope.Region) : null);
    }

    /// <summary>The private host name of an address, as EC2 gives it.</summary>
    public static string Hostname(string address, string region) =>
        $"ip-{address.Replace('.', '-')}." + (region == "us-east-1" ? "ec2.internal" : $"{region}.compute.internal");

    private static EcsTask Task(
        TaskRequest request,
        string taskId,
        TaskAttachment attachment,
        Scope scope,
        DateTimeOffset now,
        IEntropy entropy) => new()
        {
            TaskId = taskId,
            ClusterName = request.ClusterName,
            ServiceId = request.Service?.Id,
            Arn = Arn.Of("ecs", scope, $"task/{request.ClusterName}/{taskId}"),
            TaskDefinitionId = request.Definition.Id,
            DeploymentNumber = request.Deployment?.Number,
            Group = request.Group,
            StartedBy = request.StartedBy,
            LaunchType = "FARGATE",
            PlatformVersion = request.PlatformVersion,
            Cpu = request.Overrides?.Cpu ?? request.Definition.Shape.Cpu ?? "256",
            Memory = request.Overrides?.Memory ?? request.Definition.Shape.Memory ?? "512",
            Overrides = request.Overrides,
            EnableExecuteCommand = request.EnableExecuteCommand,
            Attachment = attachment,
            Containers =
            [
                .. request.Definition.Shape.ContainerDefinitions!.Select(
                    container => Container(container, request.Overrides, entropy)),
            ],
            Targets = Targets(request),
            DesiredStatus = "RUNNING",
            LastStatus = "PROVISIONING",
            StatusRevision = 0,
            ClientToken = request.ClientToken,
            CreatedAt = now,
            Tags = request.Tags,
        };

    private static ImmutableArray<TaskTarget> Targets(TaskRequest request) => request.Deployment is null
        ? []
        :
        [
            .. from configuration in request.Deployment.LatticeConfigurations
               let port = LatticeRules.PortOf(request.Definition, configuration.PortName)
               where port is not null
               select new TaskTarget(configuration.TargetGroupArn, port.Value),
        ];

    private static EcsContainer Container(ContainerDefinition definition, TaskOverride? overrides, IEntropy entropy)
    {
        var changed = overrides?.ContainerOverrides?.FirstOrDefault(other => other.Name == definition.Name);
        return new EcsContainer
        {
            Name = definition.Name!,
            ContainerId = Mint.Uuid(entropy),
            Image = definition.Image!,
            Essential = definition.Essential ?? true,
            HasHealthCheck = definition.HealthCheck is not null,
            Cpu = Text(changed?.Cpu ?? definition.Cpu ?? 0)!,
            Memory = Text(changed?.Memory ?? definition.Memory),
            MemoryReservation = Text(changed?.MemoryReservation ?? definition.MemoryReservation),
        };
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
