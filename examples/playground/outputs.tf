output "service_name" {
  description = "The name under which every associated VPC reaches the service."
  value       = aws_vpclattice_service.main.dns_entry[0].domain_name
}

output "client_vpc" {
  value = aws_vpc.two.id
}

output "client_security_group" {
  value = aws_security_group.client.id
}

output "client_network_security_group" {
  value = aws_security_group.client_network.id
}

output "target_group" {
  value = aws_vpclattice_target_group.main.id
}

output "cluster" {
  value = aws_ecs_cluster.main.name
}

output "ecs_service" {
  value = aws_ecs_service.main.name
}
