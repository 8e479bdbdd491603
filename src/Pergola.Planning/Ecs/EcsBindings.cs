using System.Collections.Immutable;
using Pergola.Api.Ecs;
using Pergola.Planning.Ecs.Account;
using Pergola.Planning.Ecs.Clusters;
using Pergola.Planning.Ecs.Definitions;
using Pergola.Planning.Ecs.Services;
using Pergola.Planning.Ecs.Tasks;

namespace Pergola.Planning.Ecs;

/// <summary>Which decision answers which operation of this service.</summary>
public static class EcsBindings
{
    /// <summary>Every operation that is implemented.</summary>
    public static ImmutableArray<Binding> All { get; } =
    [
        Binding.To(EcsApi.CreateCluster, CreateCluster.Decide),
        Binding.To(EcsApi.CreateService, CreateService.Decide),
        Binding.To(EcsApi.DeleteCluster, DeleteCluster.Decide),
        Binding.To(EcsApi.DeleteService, DeleteService.Decide),
        Binding.To(EcsApi.DeleteTaskDefinitions, DeleteTaskDefinitions.Decide),
        Binding.To(EcsApi.DeregisterTaskDefinition, DeregisterTaskDefinition.Decide),
        Binding.To(EcsApi.DescribeCapacityProviders, DescribeCapacityProviders.Decide),
        Binding.To(EcsApi.DescribeClusters, DescribeClusters.Decide),
        Binding.To(EcsApi.DescribeContainerInstances, DescribeContainerInstances.Decide),
        Binding.To(EcsApi.DescribeServiceDeployments, DescribeServiceDeployments.Decide),
        Binding.To(EcsApi.DescribeServiceRevisions, DescribeServiceRevisions.Decide),
        Binding.To(EcsApi.DescribeServices, DescribeServices.Decide),
        Binding.To(EcsApi.DescribeTaskDefinition, DescribeTaskDefinition.Decide),
        Binding.To(EcsApi.DescribeTasks, DescribeTasks.Decide),
        Binding.To(EcsApi.ListAccountSettings, ListAccountSettings.Decide),
        Binding.To(EcsApi.ListAttributes, ListAttributes.Decide),
        Binding.To(EcsApi.ListClusters, ListClusters.Decide),
        Binding.To(EcsApi.ListContainerInstances, ListContainerInstances.Decide),
        Binding.To(EcsApi.ListServiceDeployments, ListServiceDeployments.Decide),
        Binding.To(EcsApi.ListServices, ListServices.Decide),
        Binding.To(EcsApi.ListTagsForResource, ListTagsForResource.Decide),
        Binding.To(EcsApi.ListTaskDefinitionFamilies, ListTaskDefinitionFamilies.Decide),
        Binding.To(EcsApi.ListTaskDefinitions, ListTaskDefinitions.Decide),
        Binding.To(EcsApi.ListTasks, ListTasks.Decide),
        Binding.To(EcsApi.PutAccountSetting, PutAccountSetting.Decide),
        Binding.To(EcsApi.PutAccountSettingDefault, PutAccountSettingDefault.Decide),
        Binding.To(EcsApi.PutClusterCapacityProviders, PutClusterCapacityProviders.Decide),
        Binding.To(EcsApi.RegisterTaskDefinition, RegisterTaskDefinition.Decide),
        Binding.To(EcsApi.RunTask, RunTask.Decide),
        Binding.To(EcsApi.StartTask, StartTask.Decide),
        Binding.To(EcsApi.StopServiceDeployment, StopServiceDeployment.Decide),
        Binding.To(EcsApi.StopTask, StopTask.Decide),
        Binding.To(EcsApi.TagResource, TagResource.Decide),
        Binding.To(EcsApi.UntagResource, UntagResource.Decide),
        Binding.To(EcsApi.UpdateCluster, UpdateCluster.Decide),
        Binding.To(EcsApi.UpdateClusterSettings, UpdateClusterSettings.Decide),
        Binding.To(EcsApi.UpdateService, UpdateService.Decide),
    ];
}
