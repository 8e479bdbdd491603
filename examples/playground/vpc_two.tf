# VPC two: where the client lives. It has the same addresses as VPC one, and no way to it but the service network.
resource "aws_vpc" "two" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true
  tags                 = merge(local.tags, { Name = "two" })
}

resource "aws_subnet" "client" {
  vpc_id            = aws_vpc.two.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = local.zones[0]
  tags              = merge(local.tags, { Name = "two-client" })
}

resource "aws_security_group" "client" {
  name        = "client"
  description = "What the client may do: anything outwards."
  vpc_id      = aws_vpc.two.id

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }

  tags = merge(local.tags, { Name = "client" })
}

# Who may enter the service network from VPC two.
resource "aws_security_group" "client_network" {
  name        = "client-network"
  description = "Who may enter the service network from VPC two."
  vpc_id      = aws_vpc.two.id
  tags        = merge(local.tags, { Name = "client-network" })
}

resource "aws_vpc_security_group_ingress_rule" "client_network_http" {
  count = var.client_may_enter ? 1 : 0

  security_group_id = aws_security_group.client_network.id
  cidr_ipv4         = aws_vpc.two.cidr_block
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
}
