resource "aws_vpclattice_resource_gateway" "door" {
  name               = "door"
  vpc_id             = aws_vpc.one.id
  subnet_ids         = [aws_subnet.one.id]
  security_group_ids = [var.changed ? aws_security_group.two.id : aws_security_group.one.id]
}

resource "aws_vpclattice_resource_configuration" "database" {
  name                        = "database"
  resource_gateway_identifier = aws_vpclattice_resource_gateway.door.id
  port_ranges                 = var.changed ? ["5432-5434"] : ["5432"]
  protocol                    = "TCP"

  resource_configuration_definition {
    ip_resource {
      ip_address = "10.0.1.50"
    }
  }
}

resource "aws_vpclattice_resource_configuration" "cluster" {
  name                        = "cluster"
  type                        = "GROUP"
  resource_gateway_identifier = aws_vpclattice_resource_gateway.door.id
  port_ranges                 = ["6379"]
  protocol                    = "TCP"
}

resource "aws_vpclattice_resource_configuration" "member" {
  name                            = "member"
  type                            = "CHILD"
  resource_configuration_group_id = aws_vpclattice_resource_configuration.cluster.id
  port_ranges                     = var.changed ? ["6379", "6380"] : ["6379"]
  tags                            = var.changed ? { role = "second" } : { role = "first" }

  resource_configuration_definition {
    dns_resource {
      domain_name     = "cache.example.com"
      ip_address_type = "IPV4"
    }
  }
}

resource "aws_vpclattice_service_network_resource_association" "blue_database" {
  resource_configuration_identifier = aws_vpclattice_resource_configuration.database.id
  service_network_identifier        = aws_vpclattice_service_network.blue.id
  tags                              = var.changed ? { team = "b" } : {}
}
